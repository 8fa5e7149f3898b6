/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/gen_names.h"

#include <stdio.h>
#include <string.h>

#define COUNT(a) ((uint32_t)(sizeof(a) / sizeof((a)[0])))

const char *rat_gen_article(char gender, enum rat_gen_case kase)
{
    static const char *const forms[4][4] = {{"der", "des", "dem", "den"},
                                            {"die", "der", "der", "die"},
                                            {"das", "des", "dem", "das"},
                                            {"die", "der", "den", "die"}};

    return forms[gender == 'm' ? 0 : gender == 'f' ? 1 : gender == 'n' ? 2 : 3][kase];
}

const struct rat_gen_body rat_gen_bodies[RAT_GEN_BODIES] = {
    {"Landkreis Ahlenbruch",
     "Landkreises Ahlenbruch",
     "Landkreis",
     "Ahlenbruch",
     'm',
     "Kreistag",
     "Kreistages",
     {"Landrat", "Landrätin"},
     {"Landrates", "Landrätin"},
     "Großer Sitzungssaal, Kreishaus Ahlenbruch",
     {"Abg.", "Abg."}},
    {"Stadt Ahlenbruch",
     "Stadt Ahlenbruch",
     "Stadt",
     "Ahlenbruch",
     'f',
     "Stadtrat",
     "Stadtrates",
     {"Bürgermeister", "Bürgermeisterin"},
     {"Bürgermeisters", "Bürgermeisterin"},
     "Ratssaal, Rathaus am Ahleufer",
     {"Stadtrat", "Stadträtin"}},
    {"Stadt Brakenfelde",
     "Stadt Brakenfelde",
     "Stadt",
     "Brakenfelde",
     'f',
     "Rat",
     "Rates",
     {"Bürgermeister", "Bürgermeisterin"},
     {"Bürgermeisters", "Bürgermeisterin"},
     "Altes Amtshaus, Brakenfelde",
     {"Ratsherr", "Ratsfrau"}},
    {"Gemeinde Harsebüttel",
     "Gemeinde Harsebüttel",
     "Gemeinde",
     "Harsebüttel",
     'f',
     "Gemeinderat",
     "Gemeinderates",
     {"Bürgermeister", "Bürgermeisterin"},
     {"Bürgermeisters", "Bürgermeisterin"},
     "Dorfgemeinschaftshaus Harsebüttel",
     {"Ratsmitglied", "Ratsmitglied"}},
};

const struct rat_gen_committee rat_gen_committees[] = {
    {0, RAT_GEN_COUNCIL, "", "Kreistag des Landkreises Ahlenbruch", "Kreistages des Landkreises Ahlenbruch",
     "KT", true},
    {0, RAT_GEN_MAIN, "", "Kreisausschuss", "Kreisausschusses", "KA", false},
    {0, RAT_GEN_SPECIAL, "S", "Ausschuss für Schule und Sport", "Ausschusses für Schule und Sport", "ASS",
     true},
    {0, RAT_GEN_SPECIAL, "J", "Jugendhilfeausschuss", "Jugendhilfeausschusses", "JHA", true},
    {0, RAT_GEN_SPECIAL, "Z", "Ausschuss für Soziales, Gesundheit und Senioren",
     "Ausschusses für Soziales, Gesundheit und Senioren", "ASG", true},
    {0, RAT_GEN_SPECIAL, "B", "Bau- und Verkehrsausschuss", "Bau- und Verkehrsausschusses", "BVA", true},
    {0, RAT_GEN_SPECIAL, "U", "Ausschuss für Umwelt, Klima und Landwirtschaft",
     "Ausschusses für Umwelt, Klima und Landwirtschaft", "AUK", true},
    {0, RAT_GEN_SPECIAL, "F", "Haupt- und Finanzausschuss", "Haupt- und Finanzausschusses", "HFA", true},
    {0, RAT_GEN_SPECIAL, "R", "Feuerschutz- und Ordnungsausschuss", "Feuerschutz- und Ordnungsausschusses",
     "FOA", true},
    {0, RAT_GEN_SPECIAL, "K", "Ausschuss für Kultur und Heimatpflege",
     "Ausschusses für Kultur und Heimatpflege", "AKH", true},
    {0, RAT_GEN_SPECIAL, "W", "Ausschuss für Wirtschaft und Kreisentwicklung",
     "Ausschusses für Wirtschaft und Kreisentwicklung", "AWK", true},
    {0, RAT_GEN_SPECIAL, "A", "Betriebsausschuss Abfallwirtschaft", "Betriebsausschusses Abfallwirtschaft",
     "BAA", false},
    {1, RAT_GEN_COUNCIL, "", "Rat der Stadt Ahlenbruch", "Rates der Stadt Ahlenbruch", "RAT", true},
    {1, RAT_GEN_MAIN, "", "Verwaltungsausschuss", "Verwaltungsausschusses", "VA", false},
    {1, RAT_GEN_SPECIAL, "B", "Planungs- und Bauausschuss", "Planungs- und Bauausschusses", "PBA", true},
    {1, RAT_GEN_SPECIAL, "U", "Umweltausschuss", "Umweltausschusses", "UA", true},
    {1, RAT_GEN_SPECIAL, "F", "Finanzausschuss", "Finanzausschusses", "FA", true},
    {1, RAT_GEN_SPECIAL, "S", "Schul- und Sportausschuss", "Schul- und Sportausschusses", "SSA", true},
    {1, RAT_GEN_SPECIAL, "J", "Ausschuss für Jugend und Soziales", "Ausschusses für Jugend und Soziales",
     "AJS", true},
    {1, RAT_GEN_SPECIAL, "K", "Kulturausschuss", "Kulturausschusses", "KultA", true},
    {1, RAT_GEN_SPECIAL, "R", "Ordnungs- und Feuerwehrausschuss", "Ordnungs- und Feuerwehrausschusses", "OFA",
     true},
    {2, RAT_GEN_COUNCIL, "", "Rat der Stadt Brakenfelde", "Rates der Stadt Brakenfelde", "RAT-B", true},
    {2, RAT_GEN_MAIN, "", "Verwaltungsausschuss der Stadt Brakenfelde",
     "Verwaltungsausschusses der Stadt Brakenfelde", "VA-B", false},
    {2, RAT_GEN_SPECIAL, "B", "Ausschuss für Bau, Planung und Umwelt",
     "Ausschusses für Bau, Planung und Umwelt", "BPU", true},
    {2, RAT_GEN_SPECIAL, "J", "Ausschuss für Familie, Bildung und Kultur",
     "Ausschusses für Familie, Bildung und Kultur", "FBK", true},
    {2, RAT_GEN_SPECIAL, "F", "Ausschuss für Finanzen und Ordnung", "Ausschusses für Finanzen und Ordnung",
     "FIO", true},
    {3, RAT_GEN_COUNCIL, "", "Rat der Gemeinde Harsebüttel", "Rates der Gemeinde Harsebüttel", "RAT-H", true},
    {3, RAT_GEN_MAIN, "", "Verwaltungsausschuss der Gemeinde Harsebüttel",
     "Verwaltungsausschusses der Gemeinde Harsebüttel", "VA-H", false},
    {3, RAT_GEN_SPECIAL, "B", "Bau- und Wegeausschuss", "Bau- und Wegeausschusses", "BWA", true},
    {3, RAT_GEN_SPECIAL, "J", "Ausschuss für Dorfentwicklung und Jugend",
     "Ausschusses für Dorfentwicklung und Jugend", "ADJ", true},
};
const int rat_gen_committee_count = (int)COUNT(rat_gen_committees);

int rat_gen_find_role(int body, int role)
{
    for (int i = 0; i < rat_gen_committee_count; i++)
        if (rat_gen_committees[i].body == body && rat_gen_committees[i].role == role)
            return i;
    return 0;
}

int rat_gen_find_committee(int body, char key)
{
    for (int i = 0; i < rat_gen_committee_count; i++)
        if (rat_gen_committees[i].body == body && rat_gen_committees[i].key[0] == key)
            return i;
    return rat_gen_find_role(body, RAT_GEN_SPECIAL);
}

const struct rat_gen_office rat_gen_offices[] = {
    {'H', 'n', "Hauptamt", "Hauptamtes", "10"},
    {'K', 'n', "Referat für Kreisentwicklung", "Referates für Kreisentwicklung", "13"},
    {'F', 'f', "Kämmerei", "Kämmerei", "20"},
    {'O', 'n', "Ordnungsamt", "Ordnungsamtes", "32"},
    {'V', 'n', "Straßenverkehrsamt", "Straßenverkehrsamtes", "36"},
    {'R', 'm', "Fachdienst Brand- und Katastrophenschutz", "Fachdienstes Brand- und Katastrophenschutz",
     "37"},
    {'S', 'n', "Amt für Schule und Sport", "Amtes für Schule und Sport", "40"},
    {'C', 'm', "Fachdienst Kultur", "Fachdienstes Kultur", "41"},
    {'Z', 'n', "Sozialamt", "Sozialamtes", "50"},
    {'J', 'n', "Jugendamt", "Jugendamtes", "51"},
    {'G', 'n', "Gesundheitsamt", "Gesundheitsamtes", "53"},
    {'P', 'n', "Amt für Stadt- und Regionalplanung", "Amtes für Stadt- und Regionalplanung", "61"},
    {'B', 'n', "Bauordnungsamt", "Bauordnungsamtes", "63"},
    {'L', 'n', "Amt für Gebäudewirtschaft", "Amtes für Gebäudewirtschaft", "65"},
    {'T', 'n', "Tiefbauamt", "Tiefbauamtes", "66"},
    {'U', 'n', "Umweltamt", "Umweltamtes", "67"},
    {'A', 'm', "Eigenbetrieb Abfallwirtschaft", "Eigenbetriebes Abfallwirtschaft", "70"},
    {'W', 'f', "Stabsstelle Wirtschaftsförderung", "Stabsstelle Wirtschaftsförderung", "80"},
    {'E', 'n', "Gleichstellungsbüro", "Gleichstellungsbüros", "03"},
    {'D', 'f', "Stabsstelle Digitalisierung", "Stabsstelle Digitalisierung", "14"},
};
const int rat_gen_office_count = (int)COUNT(rat_gen_offices);

const struct rat_gen_office *rat_gen_find_office(char key)
{
    for (int i = 0; i < rat_gen_office_count; i++)
        if (rat_gen_offices[i].key == key)
            return &rat_gen_offices[i];
    return &rat_gen_offices[0];
}

const struct rat_gen_faction rat_gen_factions[] = {
    {"CLU", "Christliche Landunion", 1900, 15}, {"SBA", "Sozialer Bund Ahlenbruch", 1900, 13},
    {"GLL", "Grüne Liste Laue", 1981, 8},       {"FWA", "Freie Wählergemeinschaft Ahlenbruch", 1900, 5},
    {"LKG", "Liberale Kreisgruppe", 1900, 3},   {"OFL", "Offene Liste", 1999, 2},
    {"BZL", "Bündnis Zukunft Land", 2014, 4},
};
const int rat_gen_faction_count = (int)COUNT(rat_gen_factions);

int rat_gen_pick_faction(struct rat_gen_rng *rng, int year)
{
    for (;;) {
        uint32_t seat = rat_gen_below(rng, 50);
        uint32_t sum = 0;

        for (int i = 0; i < rat_gen_faction_count; i++) {
            sum += (uint32_t)rat_gen_factions[i].seats;
            if (seat < sum) {
                if (rat_gen_factions[i].from <= year)
                    return i;
                break;
            }
        }
    }
}

static const char *const towns[] = {"Ahlenbruch", "Brakenfelde", "Harsebüttel", "Lüdershorst",
                                    "Kirchlauen", "Grevenlohe",  "Oppershude",  "Ellerkamp",
                                    "Neuwarde",   "Uhlenbrook",  "Hohenlauen",  "Wendelrode"};
static const char *const quarters[][6] = {
    {"", "", "", "", "", ""},
    {"Ahlenbruch-Nord", "Ahlenbruch-Süd", "Oppershude", "Mühlenlauen", "Hohenlauen", "Neuwarde"},
    {"Brakenfelde-Dorf", "Klein Eschen", "Groß Eschen", "Wendelrode", "Sietbrook", "Ellerkamp"},
    {"Harsebüttel", "Uhlenbrook", "Dreihorst", "Moorlohe", "Alt Warde", "Lüdershorst"}};
static const char *const place_front[] = {
    "Ahlen",  "Braken", "Lüders", "Harse",  "Ellern", "Greven",  "Uhlen", "Wenden",
    "Oppers", "Kirch",  "Mühlen", "Hohen",  "Nieder", "Ober",    "Alt",   "Neu",
    "Dreis",  "Sieker", "Rott",   "Helmer", "Dudden", "Bokel",   "Vehr",  "Tiefen",
    "Quell",  "Sand",   "Birken", "Eschen", "Erlen",  "Kranich", "Otter", "Heid"};
static const char *const place_back[] = {"büttel", "horst", "rode",  "felde", "hagen", "moor",
                                         "lohe",   "kamp",  "stedt", "hude",  "brook", "warde",
                                         "lauen",  "dorf",  "bruch", "beck",  "fleth", "heide"};

void rat_gen_add_place(struct rat_gen_str *s, struct rat_gen_rng *rng, int body)
{
    if (body != RAT_GEN_KREIS && rat_gen_chance(rng, 88)) {
        rat_gen_str_add(s, quarters[body][rat_gen_zipf(rng, 6)]);
        return;
    }
    if (rat_gen_chance(rng, 72)) {
        rat_gen_str_add(s, towns[rat_gen_zipf(rng, COUNT(towns))]);
        return;
    }
    rat_gen_str_add(s, place_front[rat_gen_zipf(rng, COUNT(place_front))]);
    rat_gen_str_add(s, place_back[rat_gen_zipf(rng, COUNT(place_back))]);
}

static const char *const surnames[] = {
    "Brandes",   "Ohlendorf", "Bartels",  "Meyer",      "Cordes",   "Hagemann", "Behrens",    "Wiechmann",
    "Lührs",     "Tietjen",   "Kruse",    "Ahrens",     "Stöver",   "Müller",   "Harms",      "Bödeker",
    "Dreyer",    "Evers",     "Fricke",   "Gerken",     "Heitmann", "Imhoff",   "Janßen",     "Köhnke",
    "Lindemann", "Mahnke",    "Niemann",  "Oltmanns",   "Petersen", "Quast",    "Rehbein",    "Schröder",
    "Thies",     "Ubben",     "Voß",      "Wessels",    "Yilmaz",   "Zander",   "Albers",     "Böhme",
    "Claußen",   "Detjen",    "Ehlers",   "Frerichs",   "Grote",    "Hinrichs", "Ihde",       "Jürgens",
    "Kahrs",     "Lüdemann",  "Maier",    "Nolte",      "Otten",    "Prigge",   "Rademacher", "Sieverding",
    "Töpfer",    "Uhlig",     "Vollmer",  "Wittkopf",   "Demir",    "Kowalski", "Nguyen",     "Öztürk",
    "Bauer",     "Weiß",      "Schäfer",  "Krüger",     "Jäger",    "Lübbers",  "Möhlmann",   "Pätzold",
    "Römer",     "Süßmann",   "Großkopf", "Steinhöfel", "Wulff",    "Zöllner",  "Meier",      "Mayer",
    "Schmidt",   "Schmitz",   "Kaiser",   "Bär",        "Kröger"};
static const char *const name_front[] = {"Hage",  "Linde",  "Niede",  "Wester", "Oster",  "Bracke",
                                         "Dicke", "Stein",  "Kamp",   "Brink",  "Holt",   "Ruh",
                                         "Tepe",  "Buch",   "Eick",   "Sander", "Rosen",  "Schür",
                                         "Kuhl",  "Vorder", "Hinter", "Bering", "Wolter", "Düster"};
static const char *const name_back[] = {"meyer", "mann",  "kamp",   "horst",  "hoff",  "meier",
                                        "brock", "sieck", "land",   "winkel", "busch", "berg",
                                        "haus",  "beck",  "kötter", "möller"};

void rat_gen_add_surname(struct rat_gen_str *s, struct rat_gen_rng *rng)
{
    if (rat_gen_chance(rng, 80)) {
        rat_gen_str_add(s, surnames[rat_gen_zipf(rng, COUNT(surnames))]);
    } else {
        rat_gen_str_add(s, name_front[rat_gen_below(rng, COUNT(name_front))]);
        rat_gen_str_add(s, name_back[rat_gen_below(rng, COUNT(name_back))]);
    }
    if (rat_gen_chance(rng, 4)) {
        rat_gen_str_add(s, "-");
        rat_gen_str_add(s, surnames[rat_gen_below(rng, COUNT(surnames))]);
    }
}

void rat_gen_add_firstname(struct rat_gen_str *s, struct rat_gen_rng *rng, bool female, int year)
{
    static const char *const names[2][2][14] = {
        {{"Heinrich", "Karl-Heinz", "Günter", "Wilhelm", "Hans-Jürgen", "Friedrich", "Dieter", "Horst",
          "Manfred", "Gerhard", "Ernst", "Klaus", "Hermann", "Walter"},
         {"Ingrid", "Renate", "Ursula", "Christa", "Helga", "Gisela", "Hannelore", "Elfriede", "Karin",
          "Waltraud", "Brigitte", "Erika", "Ilse", "Margarete"}},
        {{"Thomas", "Michael", "Andreas", "Stefan", "Jörg", "Jan", "Torsten", "Cem", "Matthias", "Olaf",
          "Sven", "Lukas", "Henning", "Björn"},
         {"Sabine", "Petra", "Anke", "Birgit", "Katja", "Silke", "Ayşe", "Heike", "Jana", "Lena", "Kerstin",
          "Julia", "Maren", "Frauke"}}};

    rat_gen_str_add(s, names[year >= 2000][female][rat_gen_zipf(rng, 14)]);
}

void rat_gen_make_street(struct rat_gen_street *out, struct rat_gen_rng *rng)
{
    static const char *const front[] = {
        "Linden",    "Bahnhof",    "Schul",  "Garten",   "Rosen",     "Mühlen",   "Kirch",    "Wald",
        "Berg",      "Wiesen",     "Birken", "Eichen",   "Buchen",    "Goethe",   "Schiller", "Marien",
        "Feld",      "Heide",      "Moor",   "Brücken",  "Friedhofs", "Sport",    "Ziegelei", "Kloster",
        "Amts",      "Markt",      "Post",   "Molkerei", "Kastanien", "Ahorn",    "Lerchen",  "Amsel",
        "Drossel",   "Kiebitz",    "Reiher", "Fasanen",  "Haselnuss", "Holunder", "Schlehen", "Weißdorn",
        "Töpfer",    "Gerber",     "Weber",  "Schmiede", "Salz",      "Korn",     "Hafen",    "Deich",
        "Schleusen", "Torfstecher"};
    static const struct {
        const char *back;
        const char *genitive;
        char gender;
        const char *where;
    } backs[] = {{"straße", "straße", 'f', "in der"}, {"weg", "weges", 'm', "im"},
                 {"allee", "allee", 'f', "in der"},   {"ring", "ringes", 'm', "im"},
                 {"platz", "platzes", 'm', "am"},     {"damm", "dammes", 'm', "am"},
                 {"stieg", "stieges", 'm', "im"},     {"gasse", "gasse", 'f', "in der"}};
    uint32_t f = rat_gen_zipf(rng, COUNT(front));
    uint32_t b = rat_gen_zipf(rng, COUNT(backs));

    snprintf(out->name, sizeof(out->name), "%s%s", front[f], backs[b].back);
    snprintf(out->genitive, sizeof(out->genitive), "%s%s", front[f], backs[b].genitive);
    out->gender = backs[b].gender;
    out->where = backs[b].where;
}

void rat_gen_add_bureau(struct rat_gen_str *s, struct rat_gen_rng *rng, bool genitive)
{
    static const char *const kinds[] = {"Ingenieurbüro", "Planungsbüro", "Architekturbüro", "Gutachterbüro",
                                        "Beratungsunternehmen"};

    rat_gen_str_add(s, kinds[rat_gen_zipf(rng, COUNT(kinds))]);
    if (genitive)
        rat_gen_str_add(s, "s");
    rat_gen_str_add(s, " ");
    rat_gen_add_surname(s, rng);
    if (rat_gen_chance(rng, 40))
        rat_gen_str_add(s, " & Partner");
}

void rat_gen_add_club(struct rat_gen_str *s, struct rat_gen_rng *rng, const char *place)
{
    static const char *const kinds[] = {"Heimatverein",   "Förderverein",   "Bürgerverein",
                                        "Sportverein",    "Verkehrsverein", "Naturschutzverein",
                                        "Schützenverein", "Musikverein"};

    rat_gen_str_add(s, kinds[rat_gen_zipf(rng, COUNT(kinds))]);
    rat_gen_str_add(s, " ");
    rat_gen_str_add(s, place);
    rat_gen_str_add(s, " e. V.");
}
