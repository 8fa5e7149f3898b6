/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/gen_topics.h"

#include <stddef.h>

static const char *const abfall[] = {
    "T:Abfallgebührensatzung: Kalkulation für das Jahr {njahr}",
    "T:Einführung einer Biotonne",
    "T:Einrichtung eines Wertstoffhofes in {ort}",
    "T:Deponie {ort}: Stilllegung und Rekultivierung",
    "V:f|Einrichtung|Einrichtung|eines Wertstoffhofes {instr} in {ort}",
    "R:Die Gebührenkalkulation weist für das Jahr {njahr} eine Unterdeckung von {foerder} aus.",
    "R:Im Landkreis fallen je {g1:Einwohner} und Jahr {zahl2} kg Restabfall an, das liegt über dem "
    "Landesdurchschnitt.",
    "R:{g:Bürger} aus {ort} müssen für die Abgabe von Grünabfällen bisher bis nach {ort2} fahren.",
    "R:Das Restvolumen der Deponie reicht nach den Berechnungen {bg} noch bis zum Jahr {nnjahr}.",
    "M:Die Grundgebühr steigt um {proz2} Prozent; die Leistungsgebühr für den 60-Liter-Behälter bleibt "
    "unverändert.",
    "M:Die Biotonne wird zunächst in {ort} und {ort2} auf freiwilliger Grundlage eingeführt.",
    "M:Der Wertstoffhof nimmt Grünabfälle, Altpapier, Metall, Elektrogeräte und Sperrmüll in "
    "haushaltsüblichen Mengen an.",
    "W:die Abfallgebühren so zu gestalten, dass Abfallvermeidung belohnt wird",
    "W:ein Konzept gegen wilde Müllablagerungen in der Feldmark vorzulegen",
    "D:Dem Bau eines Wertstoffhofes in {ort} mit Kosten von {betrag} wird zugestimmt.",
    "D:{Rn} beschließt die Satzung über die Erhebung von Abfallgebühren für das Jahr {njahr}.",
    "G:Abfälle sollen vermieden, getrennt gesammelt und umweltverträglich verwertet werden.",
    "P:Wer gut trennt, darf am Ende nicht mehr bezahlen als der, der alles in eine Tonne wirft.",
    "P:Der Wertstoffhof erspart vielen Menschen weite Wege.",
    "O:Die Gebühr steigt nun zum dritten Mal in Folge, das ist den Haushalten nicht mehr zu vermitteln.",
    "O:Eine vierte Tonne passt auf kaum einen Hof in {ort}.",
    "Q:Wie hat sich die Menge des Restabfalls seit Einführung der Biotonne entwickelt?",
    "A:Die Menge des Restabfalls ist um {proz2} Prozent zurückgegangen.",
    "Q:Wie viele Fälle wilder Müllablagerungen wurden im letzten Jahr erfasst?",
    "A:Erfasst wurden {zahl2} Fälle; die Entsorgung kostete {lauf}.",
    "C:Abfallgebühren Abfallwirtschafts Wertstoff Bioabfall Deponie Sperrmüll Restabfall Behälter "
    "Verwertungs Müllabfuhr",
    NULL};

static const char *const klima[] = {
    "T:Klimaschutzkonzept {tg}",
    "T:Klimaschutzbericht {vjahr}",
    "T:Photovoltaikanlagen auf kreiseigenen und städtischen Gebäuden",
    "T:Kommunale Wärmeplanung für {ort}",
    "V:f|Umsetzung|Umsetzung|des Klimaschutzkonzeptes {tg}",
    "R:Die Bilanz {bg} weist für das Jahr {vjahr} einen CO2-Ausstoß von {klein} Tonnen je {g1:Einwohner} "
    "aus.",
    "R:Der Energieverbrauch der eigenen Gebäude verursacht jährlich Kosten in Höhe von {betrag}.",
    "R:Auf den Dächern der Schulen in {ort} ließe sich nach der Dachflächenanalyse eine Leistung von {zahl2} "
    "kWp errichten.",
    "R:Trockene Sommer und Starkregen haben in {ort} bereits zu Schäden an Bäumen und Gebäuden geführt.",
    "M:Das Klimaschutzkonzept enthält {zahl} Maßnahmen in den Handlungsfeldern Energie, Verkehr, Bauen und "
    "Bildung.",
    "M:Für die Umsetzung wird ein Klimaschutzmanagement mit {klein} Stellen eingerichtet.",
    "M:Alle Neubauten {tg} werden künftig mindestens im Passivhausstandard errichtet.",
    "W:für alle Dächer der eigenen Gebäude die Eignung für Photovoltaik zu prüfen",
    "W:jährlich über den Stand der Klimaschutzmaßnahmen zu berichten",
    "W:bei allen Beschlüssen die Auswirkungen auf das Klima darzustellen",
    "D:{Rn} beschließt das Klimaschutzkonzept als Handlungsrahmen für die kommenden Jahre.",
    "D:Für die Umsetzung der Maßnahmen werden im Haushalt {njahr} Mittel in Höhe von {betrag} "
    "bereitgestellt.",
    "G:Bis zum Jahr 2040 soll {tn} klimaneutral werden.",
    "P:Klimaschutz ist keine freiwillige Aufgabe, auch wenn der Haushaltsplan ihn so nennt.",
    "P:Jede Kilowattstunde, die wir selbst erzeugen, müssen wir nicht einkaufen.",
    "O:Mit unseren Mitteln hier vor Ort retten wir das Weltklima nicht.",
    "O:Das Konzept verspricht vieles, aber nur {klein} Maßnahmen sind mit Zahlen hinterlegt.",
    "Q:Wie viele Photovoltaikanlagen sind auf eigenen Gebäuden in Betrieb?",
    "A:In Betrieb sind {klein2} Anlagen mit zusammen {zahl2} kWp.",
    "Q:Welche Maßnahmen des Klimaschutzkonzeptes sind bisher umgesetzt?",
    "A:Von {zahl} Maßnahmen sind {klein} abgeschlossen und {klein2} begonnen.",
    "C:Klimaschutz Energie Photovoltaik Wärme Klimaanpassungs Emissions Gebäudesanierungs Solar Energiespar "
    "Nachhaltigkeits",
    NULL};

static const char *const wind[] = {
    "T:Ausweisung von Vorranggebieten für Windenergie bei {ort}",
    "T:Regionales Raumordnungsprogramm: Teilplan Windenergie",
    "T:Beteiligung der {g:Bürger} am Windpark {ort}",
    "V:f|Ausweisung|Ausweisung|eines Vorranggebietes für Windenergie bei {ort}",
    "R:Nach den Vorgaben des Landes sind im Planungsraum {ha} ha als Vorranggebiete für Windenergie "
    "auszuweisen.",
    "R:Südlich von {ort} plant eine Gesellschaft die Errichtung von {klein} Anlagen mit einer Gesamthöhe von "
    "{zahl2} m.",
    "R:Die Potenzialanalyse {bg} hat {klein2} Suchräume ermittelt, von denen nach Abzug der Schutzabstände "
    "{klein} verbleiben.",
    "R:Im Bereich der Ahleniederung brüten Rotmilan und Weißstorch.",
    "M:Zur Wohnbebauung im Außenbereich wird ein Abstand von 600 m, zu geschlossenen Ortslagen von 1.000 m "
    "eingehalten.",
    "M:Die Gemeinden erhalten eine Beteiligung von 0,2 Cent je erzeugter Kilowattstunde.",
    "M:Der Entwurf wird für die Dauer von zwei Monaten öffentlich ausgelegt.",
    "W:bei der Ausweisung von Windenergiegebieten einen Abstand von 1.000 m zu Ortslagen einzuhalten",
    "W:ein Beteiligungsmodell für die {g:Bürger} in {ort} zu entwickeln",
    "D:{Rn} stimmt dem Entwurf des Teilplanes Windenergie zu und beschließt seine Auslegung.",
    "D:Das Vorranggebiet bei {ort} wird um den Bereich {ort2} verkleinert.",
    "G:Die Energiewende soll mit den Menschen vor Ort gelingen.",
    "P:Wer Strom verbraucht, kann nicht verlangen, dass er immer woanders erzeugt wird.",
    "P:Die Pacht und die Gewerbesteuer bleiben hier bei uns im ländlichen Raum.",
    "O:Die Menschen in {ort} fühlen sich von Windrädern umzingelt.",
    "O:Solange der Rotmilan dort brütet, ist dieser Standort für uns nicht vertretbar.",
    "Q:Wie viele Windenergieanlagen sind im Bereich {ort} genehmigt?",
    "A:Genehmigt sind {klein2} Anlagen; für weitere {klein} liegen Anträge vor.",
    "Q:Wie wird der Artenschutz berücksichtigt?",
    "A:Grundlage ist die Kartierung {bg}; für den Rotmilan gelten Abschaltzeiten.",
    "C:Windenergie Raumordnungs Vorranggebiets Windpark Genehmigungs Artenschutz Abstands Potenzialflächen "
    "Beteiligungs",
    NULL};

static const char *const naturschutz[] = {
    "T:Ausweisung des Landschaftsschutzgebietes „Ahleniederung bei {ort}“",
    "T:Naturschutzgebiet „{ort}er Moor“: Stellungnahme zum Verordnungsentwurf",
    "T:Baumschutzsatzung",
    "T:Blühstreifen und Pflege der Wegeseitenränder",
    "V:f|Unterschutzstellung|Unterschutzstellung|der Ahleniederung bei {ort}",
    "R:Die Ahleniederung bei {ort} ist Lebensraum zahlreicher gefährdeter Arten, darunter Fischotter, "
    "Kiebitz und Laubfrosch.",
    "R:Das {ha} ha große Gebiet ist durch Entwässerung und Umbruch von Grünland bedroht.",
    "R:Im Beteiligungsverfahren haben sich {klein2} {g:Eigentümer} und das Landvolk geäußert.",
    "R:In den letzten Jahren sind in {ort} zahlreiche ortsbildprägende Bäume gefällt worden.",
    "M:Verboten werden der Umbruch von Grünland, die Anlage neuer Drainagen und das Betreten in der "
    "Brutzeit.",
    "M:Mit den {gd:Landwirt} werden Verträge über eine extensive Bewirtschaftung geschlossen.",
    "M:Die Wegeseitenränder werden nur noch einmal jährlich gemäht, das Mähgut wird abgefahren.",
    "W:die Wegeseitenränder bei {ort} als Blühstreifen zu entwickeln",
    "W:ein Baumkataster für {ort} anzulegen",
    "D:{Rn} beschließt die Verordnung über das Landschaftsschutzgebiet „Ahleniederung bei {ort}“.",
    "D:Für den Vertragsnaturschutz werden jährlich {lauf} bereitgestellt.",
    "G:Die Artenvielfalt der Niederung soll dauerhaft gesichert werden.",
    "P:Was einmal entwässert ist, das kommt so schnell nicht wieder.",
    "P:Die Landwirte und der Naturschutz haben hier vorbildlich zusammengearbeitet.",
    "O:Hier wird in das Eigentum eingegriffen, ohne dass ein angemessener Ausgleich angeboten wird.",
    "O:Eine Satzung, die jeden Gartenbaum schützt, führt nur dazu, dass er rechtzeitig gefällt wird.",
    "Q:Wie viele Verstöße gegen die Schutzverordnung wurden festgestellt?",
    "A:Im vergangenen Jahr wurden {klein2} Verstöße festgestellt und {klein} Bußgelder verhängt.",
    "Q:Welche Flächen wurden als Ausgleichsflächen angelegt?",
    "A:Seit {vvjahr} wurden {ha} ha angelegt, vor allem Hecken und Streuobstwiesen.",
    "C:Naturschutz Landschaftsschutz Artenschutz Baumschutz Ausgleichsflächen Moorschutz Grünland "
    "Gewässerrandstreifen Blühflächen Biotop",
    NULL};

static const char *const wasser[] = {
    "T:Trinkwasserversorgung {ort}: Erneuerung des Wasserwerkes",
    "T:Wasserschutzgebiet {ort}: Festsetzung",
    "T:Abwasserbeseitigung: Anschluss der Ortschaft {ort} an die zentrale Kläranlage",
    "V:f|Erneuerung|Erneuerung|des Wasserwerkes in {ort}",
    "R:Im Rohwasser der Brunnen bei {ort} wurden Nitratwerte von {zahl} mg/l gemessen.",
    "R:Das Wasserwerk {ort} versorgt {zahl3} Menschen; die Filteranlage stammt aus dem Jahr 1968.",
    "R:Die Kleinkläranlagen in {ort} entsprechen überwiegend nicht dem Stand der Technik.",
    "R:Die Rohrbrüche haben zugenommen; die Wasserverluste betragen inzwischen {proz2} Prozent.",
    "M:Ein neuer Tiefbrunnen wird bis in eine Tiefe von {zahl2} m niedergebracht.",
    "M:Die Druckleitung nach {ort2} wird auf einer Länge von {km} Kilometern erneuert.",
    "M:Mit den {gd:Landwirt} im Einzugsgebiet wird eine freiwillige Kooperation zum Grundwasserschutz "
    "vereinbart.",
    "W:die Nitratwerte aller Brunnen jährlich zu veröffentlichen",
    "W:die Kosten eines Anschlusses an die zentrale Kläranlage für {ort} zu ermitteln",
    "D:{Rn} beschließt die Erneuerung des Wasserwerkes in {ort} mit Kosten von {betrag}.",
    "D:Die Abwasserbeseitigungssatzung wird entsprechend geändert.",
    "G:Die Versorgung mit gutem Trinkwasser soll auf lange Sicht gesichert sein.",
    "P:Trinkwasser ist unser wichtigstes Lebensmittel, da darf es keine Kompromisse geben.",
    "P:Die Kooperation mit den Landwirten ist der richtige Weg.",
    "O:Die Anschlusskosten treffen in {ort} vor allem alte Leute mit großen Grundstücken.",
    "O:Freiwillige Vereinbarungen haben bei den Nitratwerten bisher nichts bewirkt.",
    "Q:Wie haben sich die Nitratwerte in den Brunnen bei {ort} entwickelt?",
    "A:Die Werte sind seit {vvjahr} um {proz2} Prozent gestiegen, der Grenzwert im Reinwasser wird "
    "eingehalten.",
    "Q:Wie hoch sind die Wasserverluste im Netz?",
    "A:Die Verluste betragen {proz2} Prozent der eingespeisten Menge.",
    "C:Trinkwasser Abwasser Wasserschutz Kläranlagen Brunnen Grundwasser Kanalisations Leitungs "
    "Wasserversorgungs Nitrat",
    NULL};

static const char *const hochwasser[] = {
    "T:Hochwasserschutz an der Ahle bei {ort}",
    "T:Starkregenvorsorge in {ort}",
    "T:Schifffahrt auf der Ahle: Unterhaltung der Schleuse {ort}",
    "V:m|Bau|Baus|eines Hochwasserrückhaltebeckens an der Ahle bei {ort}",
    "R:Beim Hochwasser vom {datum} standen in {ort} {zahl} Häuser unter Wasser.",
    "R:Der Deich bei {ort} liegt auf einer Länge von {km} Kilometern um bis zu 60 cm unter der "
    "vorgeschriebenen Höhe.",
    "R:Die Schleuse bei {ort} wird nur noch von der Freizeitschifffahrt genutzt, ist aber für den "
    "Wasserstand von Bedeutung.",
    "R:Das Gutachten {bg} empfiehlt ein Rückhaltebecken mit einem Volumen von {qm} m³.",
    "M:Der Deich wird erhöht und erhält einen Verteidigungsweg.",
    "M:Oberhalb von {ort} werden {ha} ha als Überflutungsraum gesichert.",
    "M:Für {ort} wird eine Starkregengefahrenkarte erstellt und veröffentlicht.",
    "W:für {ort} einen Alarm- und Einsatzplan für Hochwasser aufzustellen",
    "W:mit dem Land über die Finanzierung des Deichbaus zu verhandeln",
    "D:{Rn} beschließt, sich am Bau des Rückhaltebeckens bei {ort} mit {foerder} zu beteiligen.",
    "D:Die Planung wird an {ba} vergeben.",
    "G:Menschen und Gebäude sollen besser vor Hochwasser geschützt werden.",
    "P:Wer die Bilder aus {ort} gesehen hat, der fragt nicht mehr, ob wir uns den Deich leisten können.",
    "P:Vorsorge ist billiger als jede Schadensbeseitigung.",
    "O:Das Becken schützt {ort}, verlagert das Problem aber nach {ort2}.",
    "O:Die Flächen werden den Betrieben fehlen, ohne dass Ersatz in Sicht ist.",
    "Q:Welche Schäden hat das Hochwasser in {ort} verursacht?",
    "A:Die gemeldeten Schäden belaufen sich auf {betrag}.",
    "Q:Wie viele Sandsäcke und Pumpen werden vorgehalten?",
    "A:Vorgehalten werden {zahl3} Sandsäcke und {klein2} Pumpen.",
    "C:Hochwasserschutz Deich Gewässerunterhaltungs Rückhaltebecken Starkregen Schleusen Überflutungs Pegel "
    "Deichverbands",
    NULL};

static const char *const friedhof[] = {
    "T:Friedhofsgebührensatzung: Neufassung",
    "T:Friedhof {ort}: Anlage von Baumgräbern",
    "T:Sanierung der Friedhofskapelle in {ort}",
    "V:f|Neufassung|Neufassung|der Friedhofssatzung für den Friedhof in {ort}",
    "R:Der Anteil der Urnenbestattungen auf dem Friedhof in {ort} beträgt inzwischen {proz} Prozent.",
    "R:Die Friedhofsgebühren decken nur noch {proz} Prozent der Kosten.",
    "R:Viele Angehörige wünschen pflegefreie Grabstätten, da sie nicht mehr am Ort wohnen.",
    "R:Das Dach der Kapelle ist undicht, die Heizung veraltet.",
    "M:Im südlichen Teil des Friedhofes wird ein Feld mit {zahl} Baumgräbern angelegt.",
    "M:Die Gebühr für ein Reihengrab steigt um {proz2} Prozent, die Ruhezeit wird auf 25 Jahre verkürzt.",
    "M:Nicht mehr benötigte Flächen werden in eine öffentliche Grünanlage umgewandelt.",
    "W:auf dem Friedhof in {ort} ein Feld für Baumbestattungen anzulegen",
    "W:die Friedhofsgebühren mit denen der Nachbargemeinden zu vergleichen",
    "D:{Rn} beschließt die Friedhofssatzung und die Friedhofsgebührensatzung in der vorliegenden Fassung.",
    "D:Die Satzungen treten am {frist} in Kraft.",
    "G:Der Friedhof soll ein würdiger Ort des Gedenkens bleiben.",
    "P:Die Bestattungskultur ändert sich, und unsere Satzung muss dem folgen.",
    "P:Der Friedhof ist auch ein Park, in dem Menschen sich begegnen.",
    "O:Sterben darf nicht zum Luxus werden, die Erhöhung geht uns zu weit.",
    "O:Mit den Baumgräbern verliert der Friedhof sein gewachsenes Bild.",
    "Q:Wie viele Bestattungen fanden auf dem Friedhof in {ort} statt?",
    "A:Im vergangenen Jahr fanden {zahl} Bestattungen statt, davon {klein2} in Urnengräbern.",
    "Q:Wie hoch ist der Kostendeckungsgrad?",
    "A:Er liegt nach der letzten Kalkulation bei {proz} Prozent.",
    "C:Friedhofs Bestattungs Grab Gebühren Urnengrab Ruhezeit Kapellen Grabpflege Baumgrab",
    NULL};

static const char *const hund[] = {
    "T:Hundesteuersatzung: Anhebung der Steuersätze",
    "T:Hundefreilauffläche in {ort}",
    "T:Leinenpflicht im Bereich {str} in {ort}",
    "V:f|Änderung|Änderung|der Hundesteuersatzung",
    "R:Die Hundesteuer wurde zuletzt im Jahr {vvjahr} angepasst; in der Gemeinde sind {zahl2} Hunde "
    "angemeldet.",
    "R:In der Verwaltung gehen vermehrt Beschwerden über Verunreinigungen {instr} in {ort} ein.",
    "R:Eine Bestandsaufnahme in {ort} hat {klein2} nicht angemeldete Hunde ergeben.",
    "R:{g:Hundehalter} haben mit {zahl2} Unterschriften eine Freilauffläche gefordert.",
    "M:Die Steuer für den ersten Hund steigt um {proz2} Prozent, für gefährliche Hunde gilt der fünffache "
    "Satz.",
    "M:Für Hunde aus dem Tierheim wird die Steuer zwei Jahre lang erlassen.",
    "M:{Instr} werden {klein} Stationen mit Beuteln aufgestellt.",
    "W:eine eingezäunte Hundefreilauffläche in {ort} einzurichten",
    "W:Rettungs- und Assistenzhunde von der Steuer zu befreien",
    "D:{Rn} beschließt die Änderung der Hundesteuersatzung zum {frist}.",
    "D:Die Leinenpflicht {instr} in {ort} gilt ganzjährig.",
    "G:Hunde und Menschen sollen im Ort gut miteinander auskommen.",
    "P:Eine Freilauffläche nimmt viel Druck aus den Grünanlagen.",
    "P:Wer einen Hund aus dem Tierheim holt, verdient Anerkennung.",
    "O:Für viele alte Menschen ist der Hund der letzte Gefährte, da langen wir kräftig hin.",
    "O:Die Einnahmen stehen in keinem Verhältnis zum Aufwand der Kontrollen.",
    "Q:Wie viele Hunde sind angemeldet?",
    "A:Angemeldet sind {zahl2} Hunde, davon {klein} mit erhöhtem Steuersatz.",
    "Q:Wie hoch sind die Einnahmen aus der Hundesteuer?",
    "A:Die Einnahmen betrugen im letzten Jahr {lauf}.",
    "C:Hundesteuer Leinenpflicht Freilauf Tierheim Ordnungs Steuersatz Bestandsaufnahme Grünanlagen",
    NULL};

static const char *const landwirtschaft[] = {
    "T:Genehmigung von Stallbauten im Außenbereich bei {ort}",
    "T:Flurbereinigung {ort}: Stellungnahme {tg}",
    "T:Unterhaltung der Wirtschaftswege in {ort}",
    "V:f|Unterhaltung|Unterhaltung|der Wirtschaftswege in der Gemarkung {ort}",
    "R:Die Wirtschaftswege bei {ort} sind den Gewichten heutiger Maschinen nicht gewachsen.",
    "R:Für den Bereich {ort} liegen {klein} Anträge auf Genehmigung von Mastställen vor.",
    "R:Das Verfahrensgebiet umfasst {ha} ha und {zahl2} {g:Eigentümer}.",
    "R:Die {g:Anwohner} befürchten Geruchsbelastungen und mehr Schwerverkehr.",
    "M:Auf {km} Kilometern werden die Wege mit einer hydraulisch gebundenen Deckschicht versehen.",
    "M:Der Realverband übernimmt {proz} Prozent der Kosten.",
    "M:Vor einer Genehmigung ist ein Gutachten über Gerüche und Keime vorzulegen.",
    "W:ein Wegekataster für die Gemarkung {ort} zu erstellen",
    "W:bei Stallbauten die Filterpflicht durchzusetzen",
    "D:{Rn} stimmt der Verteilung der Kosten für den Wegebau bei {ort} zu.",
    "D:Die Stellungnahme zum Flurbereinigungsverfahren wird in der vorliegenden Fassung abgegeben.",
    "G:Landwirtschaft und Wohnen sollen im Dorf miteinander auskommen.",
    "P:Unsere Betriebe brauchen Wege, auf denen sie ihre Ernte auch einfahren können.",
    "P:Mit der Filterpflicht ist ein vernünftiger Ausgleich gefunden.",
    "O:Noch ein Maststall bei {ort}, das Maß ist voll.",
    "O:Die Wege werden für die Landwirtschaft ausgebaut, also sollte sie auch dafür bezahlen.",
    "Q:Wie viele Genehmigungen für Stallbauten wurden in den letzten fünf Jahren erteilt?",
    "A:Erteilt wurden {klein2} Genehmigungen, abgelehnt wurden {klein} Anträge.",
    "Q:Wie hoch ist der Aufwand für die Wirtschaftswege?",
    "A:Der jährliche Aufwand beträgt {lauf}.",
    "C:Wirtschaftswege Flurbereinigungs Landwirtschafts Stallbau Immissionsschutz Realverbands Gemarkungs "
    "Tierhaltungs Wegebau",
    NULL};

const struct rat_gen_topic rat_gen_topics_nature[] = {
    {"abfall", RAT_GEN_FOR_KREIS, 'A', 'A', 1979, 2100, 220, 3800, abfall},
    {"klima", RAT_GEN_FOR_BOTH, 'U', 'U', 2007, 2100, 120, 1900, klima},
    {"wind", RAT_GEN_FOR_KREIS, 'U', 'K', 1995, 2100, 0, 0, wind},
    {"naturschutz", RAT_GEN_FOR_BOTH, 'U', 'U', 1980, 2100, 30, 280, naturschutz},
    {"wasser", RAT_GEN_FOR_TOWN, 'U', 'U', 1975, 2100, 400, 4400, wasser},
    {"hochwasser", RAT_GEN_FOR_BOTH, 'U', 'U', 1975, 2100, 300, 5200, hochwasser},
    {"friedhof", RAT_GEN_FOR_TOWN, 'B', 'U', 1975, 2100, 40, 390, friedhof},
    {"hund", RAT_GEN_FOR_TOWN, 'F', 'O', 1975, 2100, 8, 60, hund},
    {"landwirtschaft", RAT_GEN_FOR_BOTH, 'U', 'U', 1975, 2100, 60, 800, landwirtschaft},
    {NULL, 0, 0, 0, 0, 0, 0, 0, NULL}};
