/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a fresh archive knows before it has learned its own words: nouns and a few other words of council papers that
 * are parts of compounds, written down for this project. Each counts as if it had been read a few times, so that the
 * words of a large archive soon outweigh them.
 */
#include "text/compound.h"

#include <string.h>

#define TIMES 12u

static const char *const nouns[] = {
    "abbau abend abfall abfälle abgabe abgaben abgeordnete abgrenzung ablauf abnahme abrechnung abriss "
    "absatz abschluss",
    "abschnitt absicht abstand abstimmung abteilung abwasser abwägung achse acker adresse agentur akte akten "
    "aktion",
    "allee alter altstadt ampel amt amts analyse anbau anfrage anfragen angebot angebote angelegenheit "
    "angelegenheiten",
    "anhörung anlage anlagen anlass anleger anlieger anmeldung annahme anpassung anschluss anspruch anstalt "
    "anteil antrag",
    "anträge anwohner anzeige arbeit arbeiten arbeiter arbeits arbeitgeber art arten arzt asyl aufbau "
    "aufenthalt aufgabe",
    "aufgaben aufhebung auflage aufnahme aufsicht auftrag aufträge aufwand aufwendung aufwendungen auge "
    "ausbau ausbildung",
    "ausgabe ausgaben ausgleich auskunft ausländer auslegung ausschreibung ausschuss ausschüsse außen "
    "ausstattung",
    "ausstellung auswahl auswirkung auto autobahn bach bad bäder bahn bahnhof band bank barriere bau bauer "
    "bauern baum",
    "bäume bauten beamte bebauung becken bedarf bedarfs bedienung bedingung behandlung behinderung behörde "
    "behörden beirat",
    "beiräte beitrag beiträge beitritt bekämpfung bekannt belang belange belastung beleuchtung benutzung "
    "beratung bereich",
    "bereiche berg bericht berichte beruf berufs beschäftigung bescheid beschluss beschlüsse beschwerde "
    "besetzung besitz",
    "bestand bestattung bestellung beteiligung betrag beträge betreuung betrieb betriebe betriebs bett "
    "bevölkerung bewerbung",
    "bewertung bezirk bezirke bezug bibliothek biene bild bilder bildung bildungs blatt blume boden böden "
    "bolzplatz boot",
    "brand brief brücke brücken brunnen buch bücher bucht bund bundes bürger bürgerin bürgermeister büro bus "
    "busse camping",
    "center chance chor club computer dach dächer daten datum dauer dach decke deich denkmal denkmäler "
    "deponie dezernat",
    "dichte dieb diebstahl dienst dienste dienstleistung digital dorf dörfer druck durchführung ebene ehe "
    "ehre eigenbetrieb",
    "eigentum eigentümer einfahrt eingang eingriff einheit einigung einkauf einkommen einnahme einnahmen "
    "einrichtung",
    "einrichtungen einsatz einsicht einwohner einzel eis eltern empfang ende energie entgelt entgelte "
    "entlastung entnahme",
    "entscheidung entschädigung entsorgung entwässerung entwicklung entwicklungs entwurf erbe erfolg "
    "ergebnis ergebnisse",
    "erhalt erhaltung erhebung erholung erklärung erlaubnis erlass ermäßigung ermächtigung ernte eröffnung "
    "ersatz erwerb",
    "erzieher erziehung erweiterung etat euro fach fähre fahrer fahrgast fahrplan fahrrad fahrräder fahrt "
    "fahrten fahrzeug",
    "fahrzeuge fall fälle familie familien farbe feier feld felder fenster ferien fern fest feste feuer "
    "feuerwehr film",
    "finanz finanzen finanzierung firma firmen fisch fläche flächen flucht flüchtling flüchtlinge flug "
    "flughafen fluss",
    "folge fonds förderung förder form forst frage fragen fraktion frau frauen freiheit freibad freiraum "
    "freizeit fremd",
    "friede frieden friedhof friedhöfe frist frucht führung fuß fußgänger gang garten gärten gas gast gäste "
    "gasse gast",
    "gebäude gebiet gebiete gebot gebühr gebühren geburt gefahr gefahren gegend gehalt gehweg geist geld "
    "gelder gelände",
    "gemeinde gemeinden gemeinschaft genehmigung gericht gerichte gesamt geschäft geschäfte geschäftsordnung "
    "geschichte",
    "geschwindigkeit gesellschaft gesetz gesetze gestaltung gesundheit gesundheits gewalt gewässer gewerbe "
    "gewinn gleis",
    "gleichstellung glas grenze grenzen größe grün grund gründe grundstück grundstücke gruppe gruppen "
    "gutachten güter haft",
    "hafen halle hallen haltestelle hand handel handels handlung handwerk haupt haus häuser haushalt "
    "haushalts heim heime",
    "heimat heizung herkunft herbst hilfe hilfen hilfs hinweis hitze hochschule hochwasser hof höfe höhe "
    "holz hort hund",
    "hunde hütte idee immobilie immobilien impfung industrie information informationen inhalt initiative "
    "innen insel",
    "institut integration integrations internet investition investitionen jagd jahr jahre jahres jahrhundert "
    "jubiläum",
    "jugend jugendliche junge justiz kamera kammer kanal kanäle kanalisation kandidat kapital karte karten "
    "kasse kassen",
    "katastrophe katastrophen kauf kaufs keller kenntnis kennzahl kern kind kinder kino kirche kirchen kirch "
    "klage klasse",
    "klassen klima klinik klinikum knoten kohle kommission kommune kommunen kommunal konferenz kontrolle "
    "konzept konzepte",
    "konzert kooperation körper kosten kraft kräfte kranken krankenhaus krankheit kredit kreis kreise "
    "kreisel kreuzung krieg",
    "krippe küche kultur kunde kunden kunst kurs kurse kurve küste lager land landes landkreis landschaft "
    "landschafts",
    "landtag landwirtschaft länge lärm last lasten lauf leben lebens lehre lehrer leistung leistungen leiter "
    "leitung",
    "leitungen lern licht liste listen lohn löhne luft macht mädchen mahnung makler maler mandat mangel "
    "mängel mann männer",
    "markt märkte maschine maß maßnahme maßnahmen masse material mauer meer mehrheit meister meldung mensch "
    "menschen messe",
    "miete mieten mieter mitglied mitglieder mitte mittel mobilität modell monat monate moor motor müll "
    "museum museen musik",
    "mutter nachbar nachfolge nachhaltigkeit nachmittag nachricht nacht nachtrag nachweis nähe nahrung "
    "nahverkehr name",
    "namen natur naturschutz neubau netz netze niederschlag niederschrift norm not notfall nummer nutzung "
    "nutzungs obst",
    "objekt objekte öffentlichkeit öffentlichkeits öffnung opfer ordner ordnung ordnungs organ organisation "
    "ort orte orts",
    "ortschaft ortsrat park parks parkplatz partei parteien partner partnerschaft pause person personal "
    "personen pfad",
    "pflanze pflanzen pflaster pflege pflicht pflichten phase plan plane pläne planung planungs platz plätze "
    "politik",
    "polizei position post praxis preis preise presse privat problem probleme produkt programm programme "
    "projekt projekte",
    "protokoll prozess prüfung prüfungs publikum punkt punkte qualität quartier quartiers quelle rad räder "
    "radweg radwege",
    "rahmen rand rang rasen rat rate rates raten raum räume räumung rechnung rechnungs recht rechte rechts "
    "rede referat",
    "reform regel regeln regelung regelungen regen region regierung reihe reinigung reise reparatur reserve "
    "rest rettung",
    "rettungs revision richter richtlinie richtlinien richtung risiko rohr rolle rücklage rücklagen sache "
    "sachen",
    "saal sammlung sand sanierung sanierungs satz sätze satzung satzungen schaden schäden schall schein "
    "schicht schiene",
    "schienen schiff schild schilder schlamm schloss schluss schmutz schnee schule schulen schul schüler "
    "schuld schulden",
    "schutz schwelle schwerpunkt schwimmbad schwimm see seen seite seiten sekretariat senioren server "
    "service",
    "sicherheit sicherheits sicherung sicht siedlung siedlungs sitz sitze sitzung sitzungen sitzungs smart "
    "software solar",
    "soldat sommer sonder sonne sonntag sorge sozial spar sparkasse sparkassen speicher speise sperre spiel "
    "spiele",
    "spielplatz spielplätze spitze sport sprache sprachen staat staats stadion stadt städte stadtrat stall "
    "stamm stand",
    "standort standorte station statistik statut status stätte stätten stelle stellen stellung stellplatz "
    "stellplätze",
    "stellungnahme steuer steuern steuerung stiftung stimme stimmen stock stoff stoffe straße straßen "
    "strecke strecken",
    "streit strom struktur strukturen studie stufe stunde stunden suche sucht system systeme tafel tag tage "
    "tages tal",
    "tank tarif tarife tätigkeit tausch taxi technik teich teil teile teilnahme telefon temperatur termin "
    "termine test text",
    "theater thema themen tier tiere tierheim titel tor tourismus tracht trag träger transport treffen "
    "treppe trink",
    "trinkwasser tunnel turm tür turn übergang überschuss übersicht übertragung überwachung ufer uhr umbau "
    "umfang umfeld",
    "umgang umgehung umlage umleitung umsetzung umwelt umzug unfall unfälle universität unterhalt "
    "unterhaltung unterkunft",
    "unterkünfte unterlage unterlagen unternehmen unterricht unterschrift unterstützung untersuchung urkunde "
    "urlaub urteil",
    "vater verband verbände verbesserung verbindung verbot verbrauch verein vereinbarung vereine verfahren "
    "verfahrens",
    "verfassung verfassungs verfügung vergabe vergleich vergnügung vergütung verhalten verhandlung "
    "verhältnis verkauf",
    "verkehr verkehrs verlag verlegung verlust vermarktung vermerk vermeidung vermögen vermögens verordnung "
    "verpflichtung",
    "versammlung versicherung versorgung vertrag verträge vertreter vertretung verwaltung verwaltungs "
    "verwendung verzeichnis",
    "vielfalt viertel vogel volk volks vollzug vorgabe vorhaben vorlage vorlagen vorrang vorschlag "
    "vorschläge vorschrift",
    "vorsitz vorsorge vorstand vorteil wache wachstum wahl wahlen wähler wald wälder wall wand wandel ware "
    "wärme wartung",
    "wasser wechsel weg wege wehr weihnachts weide weihnacht wein weise weisung werbung werk werke werkstatt "
    "wert werte",
    "wettbewerb wetter wiese wild wind windkraft winter wirkung wirt wirtschaft wirtschafts wissenschaft "
    "woche wochen wohl",
    "wohnung wohnungen wohnungs wohn wunsch würde wurzel zahl zahlen zahlung zaun zeichen zeit zeiten "
    "zeitung zelle zelt",
    "zentrale zentrum ziel ziele zimmer zins zinsen zone zonen zoo zug züge zugang zukunft zulage zulassung "
    "zuschuss",
    "zuschüsse zustand zuständigkeit zustimmung zuwendung zuwendungen zweck zwecke zweckverband zweig",
};

static const char *const others[] = {
    "öffentlich rechtlich wirtschaftlich finanziell kommunal städtisch sozial kulturell gerecht freundlich "
    "bezogen fähig",
    "pflichtig frei arm reich gemäß mäßig politisch technisch planmäßig beruhigt gebunden bedingt neutral "
    "wohnen bauen",
    "fahren gehen spielen lernen schwimmen parken mieten kaufen planen prüfen sparen turnen",
};

static rat_status learn_lines(struct rat_compounds *model, const char *const *lines, size_t count,
                              uint32_t capital, struct rat_err *err)
{
    rat_status st = RAT_OK;
    for (size_t i = 0; i < count; i++) {
        for (const char *at = lines[i]; *at && st == RAT_OK;) {
            size_t n = strcspn(at, " ");
            st = rat_compounds_learn(model, at, n, TIMES, capital, err);
            at += n + (at[n] == ' ');
        }
    }
    return st;
}

rat_status rat_compounds_learn_start(struct rat_compounds *model, struct rat_err *err)
{
    rat_status st = learn_lines(model, nouns, sizeof nouns / sizeof *nouns, TIMES, err);
    return st == RAT_OK ? learn_lines(model, others, sizeof others / sizeof *others, 0, err) : st;
}
