/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/gen_phrases.h"

#include <stddef.h>

static const char *const background[] = {
    "{Vn} beschäftigt Verwaltung und Politik seit dem Jahr {vvjahr}.",
    "{Fn} hat sich in den vergangenen Jahren mehrfach mit diesem Thema befasst.",
    "Ausgangspunkt der Überlegungen war ein Schreiben von {person} aus {ort} vom {datum}.",
    "{Tn} nimmt diese Aufgabe im eigenen Wirkungskreis wahr.",
    "Rechtsgrundlage ist § 58 Abs. 1 {kv} in der zurzeit geltenden Fassung.",
    "Die örtlichen Verhältnisse in {ort} haben sich seit {vvjahr} deutlich verändert.",
    "Der {verein} hat das Anliegen wiederholt an die Verwaltung herangetragen.",
    "Vergleichbare Vorhaben wurden bereits in {ort2} verwirklicht.",
    "Im Rahmen der Haushaltsberatungen wurde die Verwaltung gebeten, eine Lösung vorzuschlagen.",
    NULL};
static const char *const procedure[] = {
    "{Ad} liegt dazu eine Stellungnahme {bg} vor.",
    "Die Verwaltung hat mehrere Varianten untersucht und miteinander verglichen.",
    "Mit den Beteiligten wurden am {datum} Gespräche geführt.",
    "Eine erste Beratung {vg} fand in nicht öffentlicher Sitzung statt.",
    "{An} hat die erforderlichen Unterlagen zusammengestellt und {ba} hinzugezogen.",
    "Die Vergabe erfolgt nach den Vorschriften des Vergaberechts.",
    "Die Beteiligung des Personalrates ist erfolgt.",
    "Bei einer Ortsbesichtigung konnten sich die Mitglieder {fg} ein eigenes Bild machen.",
    "Die Zuständigkeit {rg} ergibt sich aus der Hauptsatzung.",
    NULL};
static const char *const money[] = {
    "Die Gesamtkosten belaufen sich nach der Kostenberechnung {bg} auf {betrag}.",
    "Davon trägt das Land voraussichtlich {foerder}; der Eigenanteil beträgt {eigen}.",
    "Die laufenden Kosten werden auf {lauf} im Jahr geschätzt.",
    "Die Mittel in Höhe von {betrag} stehen im Haushalt {jahr} zur Verfügung.",
    "Ein Teilbetrag von {eigen} ist als Verpflichtungsermächtigung für das Jahr {njahr} zu veranschlagen.",
    "Die Folgekosten sind in der mittelfristigen Finanzplanung berücksichtigt.",
    "Die Deckung erfolgt durch Minderausgaben bei einer anderen Haushaltsstelle.",
    "Gegenüber der ersten Schätzung haben sich die Kosten um {proz2} Prozent erhöht.",
    NULL};
static const char *const without_costs[] = {
    "Finanzielle Auswirkungen ergeben sich durch diesen Beschluss nicht.",
    "Zusätzliche Mittel werden nicht benötigt; der Aufwand wird mit dem vorhandenen Personal geleistet.",
    "Die Kosten des Verfahrens trägt der Antragsteller.", NULL};
static const char *const effects[] = {
    "Durch {va} verbessert sich die Lage der Menschen in {ort} spürbar.",
    "Von {vd} profitiert auch die Ortschaft {ort2}.",
    "Nachteilige Auswirkungen auf die Umwelt sind nicht zu erwarten.",
    "Die Belange von Menschen mit Behinderungen werden berücksichtigt.",
    "Ohne {va} müsste mittelfristig mit höheren Aufwendungen gerechnet werden.",
    "Die Auswirkungen werden nach zwei Jahren überprüft und {rd} vorgestellt.",
    "{Vn} trägt zur Entwicklung des ländlichen Raumes bei.",
    "Für die {g:Einwohner} in {ort} entstehen keine zusätzlichen Belastungen.",
    NULL};
static const char *const hearing[] = {
    "Der Ortsrat {ort} wurde am {datum} angehört und hat keine Einwände erhoben.",
    "In der Versammlung im Gasthaus {ort} äußerten sich {zahl} {g:Bürger}, überwiegend zustimmend.",
    "Der {verein} hat in seiner Stellungnahme Bedenken vorgetragen, die in die Abwägung eingeflossen sind.",
    "Die Nachbargemeinden wurden unterrichtet; Anregungen sind bis zum Ablauf der Frist nicht eingegangen.",
    "Es gingen {klein2} schriftliche Äußerungen ein, die in der Anlage zusammengefasst sind.",
    "Eine Unterschriftenliste mit {zahl2} Eintragungen wurde {cd} am {datum} übergeben.",
    NULL};
static const char *const next[] = {
    "Mit der Umsetzung kann unmittelbar nach der Beschlussfassung begonnen werden.",
    "Die Verwaltung wird {fd} bis zum {frist} über den Stand berichten.",
    "Ein Abschluss ist bis zum {frist} vorgesehen.",
    "Im Anschluss an die Beratung wird die Öffentlichkeit über die örtliche Presse unterrichtet.",
    "Nach Vorliegen des Bewilligungsbescheides wird das Ausschreibungsverfahren eingeleitet.",
    "Die weiteren Schritte werden mit den Beteiligten in {ort} abgestimmt.",
    "Sollte sich der Zeitplan verschieben, wird die Verwaltung rechtzeitig eine Ergänzungsvorlage "
    "einbringen.",
    NULL};
static const char *const compound[] = {
    "{Kn} liegt der Vorlage als Anlage bei.",
    "Grundlage der Bewertung ist {kn} aus dem Jahr {vvjahr}.",
    "Bei der Erarbeitung {kg} wurden die Hinweise der beteiligten Stellen berücksichtigt.",
    "Mit {kd} sollen die Zuständigkeiten klarer geregelt werden.",
    "Die Ergebnisse {kg} sind in die weiteren Überlegungen eingeflossen.",
    "Weder {kn} noch {kn} enthält hierzu verbindliche Aussagen.",
    "{Kn} wird zurzeit {bd} zur Prüfung vorgelegt.",
    "In anderen Kommunen haben sich {kp} dieser Art bewährt.",
    "Aus {kd} geht hervor, dass in {ort} Handlungsbedarf besteht.",
    "Hinsichtlich {kg} wird auf die Ausführungen in der letzten Sitzung verwiesen.",
    "Ergänzend wird {kn} herangezogen, sobald belastbare Zahlen vorliegen.",
    "Im Zuge {kg} sind auch {kp} anzupassen.",
    "{Kn} und {kn} sind aufeinander abzustimmen.",
    "Eine Überarbeitung {kg} ist für das Jahr {njahr} vorgesehen.",
    "Die Verwaltung empfiehlt, {ka} um eine Aussage zu {ort} zu ergänzen.",
    "Abweichend von {kd} wird eine vereinfachte Darstellung gewählt.",
    "Nach den Vorgaben {kg} ist eine jährliche Berichterstattung erforderlich.",
    "Unterlagen zu {kpd} und {kpd} können bei {ad} eingesehen werden.",
    NULL};
static const char *const closing[] = {
    "Die Verwaltung empfiehlt daher, dem Beschlussvorschlag zu folgen.",
    "Um Zustimmung wird gebeten.",
    "{Vn} wird aus den genannten Gründen befürwortet.",
    "Im Ergebnis überwiegen die Vorteile; der Beschlussvorschlag ist entsprechend gefasst.",
    "Aus Sicht {ag} gibt es zu diesem Vorgehen keine vertretbare Alternative.",
    NULL};
static const char *const citing[] = {
    "Mit der {cite} vom {cdatum} hat {rn} die Grundlagen für {va} gelegt.",
    "Auf die {cite} („{ctitel}“) wird Bezug genommen.",
    "Bezug: {cite} vom {cdatum}.",
    "Der Sachstand ist in der {cite} ausführlich dargestellt und wird hier nicht wiederholt.",
    "Die in der {cite} genannten Kosten sind inzwischen überholt.",
    "Wie bereits in der {cite} ausgeführt, besteht in {ort} dringender Handlungsbedarf.",
    NULL};
static const char *const fiscal[] = {
    "Im Schuljahr {sj} und im Doppelhaushalt {doppel} sind hierfür noch keine Mittel enthalten.",
    "Der Winter {sj} hat zusätzliche Aufwendungen verursacht.",
    "Im Rahmen des Doppelhaushaltes {doppel} wurde eine Verpflichtungsermächtigung veranschlagt.",
    "Die Zahlen beziehen sich auf den Berichtszeitraum {sj}.", NULL};
static const char *const opening_speech[] = {
    "{Cn} und die Verwaltung haben uns eine gute Vorlage auf den Tisch gelegt.",
    "Meine sehr geehrten Damen und Herren, ich will es kurz machen.",
    "Sehr geehrte Damen und Herren, für unsere Fraktion kann ich Folgendes sagen.",
    "Ich möchte zunächst {ad} für die Ausarbeitung danken.",
    "Wir haben in der Fraktion lange über diesen Punkt gesprochen.",
    "Ich kann an meine Vorrednerin anschließen, möchte aber einen Punkt ergänzen.",
    "Uns liegt {ort} am Herzen, das darf ich vorausschicken.",
    "Ich hatte gehofft, dass wir uns heute nicht wieder im Kreis drehen.",
    NULL};
static const char *const speech[] = {
    "Die {betrag} sind viel Geld, aber sie sind gut angelegt.",
    "Im Fachausschuss haben wir darüber ausführlich gesprochen, das will ich hier nicht alles wiederholen.",
    "Ich bitte die Verwaltung, uns {ka} mit dem Protokoll nachzureichen.",
    "Ich habe mir die Sache vor Ort angesehen und mit {person} vom {verein} gesprochen.",
    "Wir sollten die {g:Bürger} in {ort} nicht länger warten lassen.",
    "Dass das Land von {betrag} nur {foerder} übernimmt, ist ärgerlich genug.",
    "Ein Wort noch zu {kd}, denn darüber ist heute noch gar nicht gesprochen worden.",
    "Wir werden darauf achten, dass der Zeitplan bis zum {frist} eingehalten wird.",
    "Das Gutachten {bg} lässt für mich an dieser Stelle keine Fragen offen.",
    "Man muss auch einmal etwas beschließen, wenn nicht alle Einzelheiten geklärt sind.",
    "In {ort2} ist eine ähnliche Frage ganz anders gelöst worden, und das funktioniert.",
    "Wir hätten uns gewünscht, dass die Unterlagen früher gekommen wären.",
    NULL};
static const char *const chair[] = {
    "Der Vorsitz ruft den Tagesordnungspunkt auf und verweist auf die erfolgte Vorberatung in den "
    "Ausschüssen.",
    "Der Tagesordnungspunkt wird aufgerufen. Einführend berichtet {personn} aus {ad}.",
    "Der Vorsitz stellt die Vorlage vor und bittet um Wortmeldungen.", NULL};
static const char *const chair_end[] = {
    "Weitere Wortmeldungen liegen nicht vor. Der Vorsitz lässt über die Vorlage abstimmen.",
    "Der Vorsitz schließt die Aussprache und stellt die Vorlage zur Abstimmung.",
    "Nach kurzer Aussprache wird über den Beschlussvorschlag abgestimmt.", NULL};
static const char *const rejecting[] = {
    "Die Verwaltung empfiehlt, den Antrag abzulehnen.",
    "Dem Anliegen kann aus fachlichen Gründen nicht gefolgt werden.",
    "Für die beantragte Maßnahme stehen im laufenden Haushalt keine Mittel zur Verfügung.",
    "{An} sieht derzeit keine Möglichkeit, dem Antrag zu entsprechen.", NULL};
static const char *const agreeing[] = {
    "Die Verwaltung begrüßt den Antrag und wird das Anliegen aufgreifen.",
    "Dem Antrag kann entsprochen werden; die Vorbereitungen sind bereits angelaufen.",
    "Der Antrag hat sich durch die laufenden Arbeiten {ag} erledigt.",
    "Die Verwaltung schlägt vor, den Antrag zur weiteren Beratung in den Fachausschuss zu verweisen.", NULL};
static const char *const motion[] = {
    "Wir bitten um Beratung in {fd} und um Beschlussfassung in der nächsten Sitzung {rg}.",
    "Eine weitere Begründung erfolgt mündlich.",
    "Unsere Fraktion hält {va} für überfällig.",
    "Vor Ort haben uns viele {g:Einwohner} auf diesen Zustand angesprochen.",
    "Es ist an der Zeit, dass {tn} hier Verantwortung übernimmt.",
    NULL};
static const char *const report[] = {
    "Die Erhebung stützt sich auf {kn} sowie auf Angaben aus {ort} und {ort2}.",
    "Für den Bereich {andort} ergibt sich ein Wert von {zahl}, im Vorjahr waren es {zahl}.",
    "Von {zahl2} befragten Haushalten in {andort} antworteten {proz} Prozent.",
    "In {andort} ist seit {vvjahr} ein Anstieg um {proz2} Prozent festzustellen, der vor allem auf Zuzüge "
    "zurückgeht.",
    "Als Stärke wurde in {andort} die Nähe zum Ort genannt, als Schwäche {kn}.",
    "Bei der Auswertung {kg} wurden {zahl3} Datensätze berücksichtigt.",
    "Handlungsempfehlung: {kn} ist bis zum {frist} zu überarbeiten.",
    "Methodisch lehnt sich die Untersuchung an {ka} an.",
    "Das Gespräch mit {person}, {andort}, bestätigt diesen Befund.",
    "Der Vergleich mit {andort} zeigt, dass dort je 1.000 {g:Einwohner} {klein2} Fälle gezählt werden.",
    "Für {andort} liegen die Werte um {proz2} Prozent über, für {andort} um {proz2} Prozent unter dem "
    "Mittel.",
    "Zu den Aufgaben gehören {kn} sowie die Abstimmung mit {andort}.",
    "Der Handlungsbedarf in {andort} ist gering, solange {kn} Bestand hat.",
    "Die Kosten je Fall betragen in {andort} {zahl2} {waehr} im Jahr.",
    "Eine Ortsbegehung in {andort} ergab {klein2} Mängel, von denen {klein} sofort behoben wurden.",
    "Die Angaben aus {andort} sind unvollständig und wurden nicht in die Rechnung einbezogen.",
    NULL};

static const char *const *const pools[RAT_GEN_POOLS] = {
    background, procedure, money,    without_costs, effects,        hearing, next,
    compound,   closing,   citing,   fiscal,        opening_speech, speech,  chair,
    chair_end,  rejecting, agreeing, motion,        report};

unsigned rat_gen_phrases(enum rat_gen_pool pool)
{
    unsigned n = 0;

    while (pools[pool][n] != NULL)
        n++;
    return n;
}

const char *rat_gen_phrase(enum rat_gen_pool pool, unsigned n)
{
    return pools[pool][n % rat_gen_phrases(pool)];
}
