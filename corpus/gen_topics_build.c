/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/gen_topics.h"

#include <stddef.h>

static const char *const radweg[] = {
    "T:Radweg an der Kreisstraße {knr} zwischen {ort} und {ort2}",
    "T:Lückenschluss im Radwegenetz: Bau des Radweges {ort} – {ort2}",
    "T:Radverkehrskonzept {jahr}: Prioritätenliste",
    "T:Beleuchtung des Radweges {instr} in {ort}",
    "V:m|Bau|Baus|des Radweges an der Kreisstraße {knr} zwischen {ort} und {ort2}",
    "R:Zwischen {ort} und {ort2} fehlt auf einer Länge von {km} Kilometern ein straßenbegleitender Radweg.",
    "R:Auf der Kreisstraße {knr} ereigneten sich in den letzten fünf Jahren {klein2} Unfälle mit Beteiligung "
    "von {gd:Radfahrer}, davon {klein} mit Schwerverletzten.",
    "R:Die Strecke wird täglich von rund {zahl2} Rad fahrenden {gd:Schüler} genutzt, die zum Schulzentrum "
    "wollen.",
    "R:Bei der Verkehrszählung am {datum} wurden {zahl3} Kraftfahrzeuge am Tag gemessen, der Anteil des "
    "Schwerverkehrs lag bei {proz2} Prozent.",
    "M:Der Radweg wird in einer Breite von 2,50 m mit bituminöser Befestigung auf der Nordseite der Fahrbahn "
    "hergestellt.",
    "M:An der Einmündung {str} ist eine Querungshilfe mit Mittelinsel vorgesehen.",
    "M:Für den Grunderwerb werden rund {qm} m² benötigt; mit {klein} von {klein2} Eigentümern besteht "
    "bereits Einigkeit.",
    "M:Als Ausgleich wird eine Baumreihe mit {zahl} hochstämmigen Obstbäumen gepflanzt.",
    "W:die Planung für einen Radweg an der Kreisstraße {knr} zwischen {ort} und {ort2} aufzunehmen",
    "W:beim Land Fördermittel für den Lückenschluss im Radwegenetz zu beantragen",
    "W:bis zur Fertigstellung des Radweges eine Geschwindigkeitsbeschränkung auf 70 km/h zu prüfen",
    "D:{Rn} beschließt den Bau des Radweges an der Kreisstraße {knr} zwischen {ort} und {ort2} mit "
    "Gesamtkosten von {betrag}.",
    "D:Die Verwaltung wird beauftragt, den Förderantrag zu stellen und den Grunderwerb abzuschließen.",
    "G:Der Schulweg und die täglichen Wege mit dem Fahrrad sollen sicherer werden.",
    "P:Seit ich diesem {rat} angehöre, reden wir über diesen Radweg, und seit ich diesem {rat} angehöre, "
    "fahren dort die Kinder auf der Fahrbahn.",
    "P:Ein Radweg, der an der Gemeindegrenze endet, ist kein Radweg, sondern eine Sackgasse.",
    "O:Für {km} Kilometer Radweg nehmen wir den Landwirten gutes Ackerland weg.",
    "O:Bei diesem Preis für den Kilometer muss man fragen dürfen, ob ein gemeinsamer Wirtschaftsweg nicht "
    "dieselbe Wirkung hätte.",
    "Q:Welchen Rang nimmt der Radweg zwischen {ort} und {ort2} in der Prioritätenliste ein?",
    "A:Der Abschnitt steht auf Rang {klein} der Prioritätenliste; vor ihm stehen nur Abschnitte, für die "
    "bereits Baurecht besteht.",
    "Q:Wie weit ist der Grunderwerb fortgeschritten?",
    "A:Von {klein2} betroffenen Eigentümern haben {klein} noch nicht zugestimmt; weitere Gespräche sind für "
    "den {frist} vereinbart.",
    "C:Radwege Radverkehrs Kreisstraßen Radwegenetz Querungshilfe Grunderwerbs Verkehrszählungs "
    "Fahrradabstell Lückenschluss Schulwegsicherungs",
    NULL};

static const char *const kreisstrasse[] = {
    "T:Ausbau der Kreisstraße {knr} in der Ortsdurchfahrt {ort}",
    "T:Deckenerneuerungsprogramm {njahr}",
    "T:Ersatzneubau der Brücke über die Ahle bei {ort}",
    "V:m|Ausbau|Ausbaus|der Kreisstraße {knr} in der Ortsdurchfahrt {ort}",
    "R:Die Fahrbahn der Kreisstraße {knr} weist in der Ortsdurchfahrt {ort} Netzrisse, Spurrinnen und "
    "Setzungen auf.",
    "R:Die Brückenhauptprüfung vom {datum} hat die Zustandsnote 3,4 ergeben; die Tragfähigkeit musste auf "
    "7,5 Tonnen beschränkt werden.",
    "R:Der Regenwasserkanal ist auf einer Länge von {km} Kilometern zu gering bemessen.",
    "R:Die Ortsdurchfahrt wird täglich von {zahl3} Fahrzeugen befahren.",
    "M:Die Fahrbahn wird auf 6,00 m Breite ausgebaut und erhält beidseitig Gehwege.",
    "M:Der Verkehr wird während der Bauzeit von sieben Monaten über {ort2} umgeleitet.",
    "M:Die Gemeinde beteiligt sich an den Kosten der Gehwege und der Straßenbeleuchtung mit {foerder}.",
    "W:die Ortsdurchfahrt {ort} in das Bauprogramm {njahr} aufzunehmen",
    "W:für die Bauzeit ein Verkehrskonzept mit den Betrieben {instr} abzustimmen",
    "D:{Rn} beschließt den Ausbau der Kreisstraße {knr} in der Ortsdurchfahrt {ort} auf einer Länge von {km} "
    "Kilometern.",
    "D:Der Auftrag wird dem wirtschaftlichsten Bieter zum Preis von {betrag} erteilt.",
    "G:Die Ortsdurchfahrt soll leiser und für Fußgänger sicherer werden.",
    "P:Wer die Ortsdurchfahrt in {ort} kennt, weiß, dass Flicken hier nicht mehr hilft.",
    "P:Die {g:Anwohner} haben lange genug Staub und Erschütterungen ertragen.",
    "O:Mit dem breiten Ausbau holen wir den Durchgangsverkehr erst richtig in den Ort.",
    "O:Die Umleitung über {ort2} wird dort zu unhaltbaren Zuständen führen.",
    "Q:Wann wird die Gewichtsbeschränkung auf der Brücke bei {ort} aufgehoben?",
    "A:Die Beschränkung kann erst nach Abschluss des Ersatzneubaus, voraussichtlich im Jahr {nnjahr}, "
    "aufgehoben werden.",
    "Q:Welche Umleitungsstrecken sind für den Schwerverkehr vorgesehen?",
    "A:Der Schwerverkehr wird großräumig über die Bundesstraße geführt; der Busverkehr erhält eine eigene "
    "Regelung.",
    "C:Straßenbau Kreisstraßen Brücken Fahrbahn Ortsdurchfahrts Deckenerneuerungs Verkehrssicherungs "
    "Winterdienst Entwässerungs Straßenunterhaltungs",
    NULL};

static const char *const bplan[] = {
    "T:Bebauungsplan Nr. {bnr} „{str}“ in {ort}: Aufstellungsbeschluss",
    "T:Bebauungsplan Nr. {bnr} „{str}“ in {ort}: Satzungsbeschluss gemäß § 10 Abs. 1 BauGB",
    "T:{klein2}. Änderung des Flächennutzungsplanes im Bereich {ort}",
    "T:B-Plan {bnr} „{str}“: Abwägung der eingegangenen Stellungnahmen",
    "V:f|Aufstellung|Aufstellung|des Bebauungsplanes Nr. {bnr} „{str}“ in {ort}",
    "R:In {ort} besteht eine anhaltend hohe Nachfrage nach Baugrundstücken; die Verwaltung führt eine Liste "
    "mit {zahl2} Interessenten.",
    "R:Das etwa {ha} ha große Plangebiet liegt am Rand von {ort} und wird zurzeit als Ackerland genutzt.",
    "R:Während der öffentlichen Auslegung sind {klein2} Stellungnahmen eingegangen, davon {klein} von "
    "Trägern öffentlicher Belange.",
    "R:Der Flächennutzungsplan stellt den Bereich als Wohnbaufläche dar; der Bebauungsplan ist damit aus ihm "
    "entwickelt.",
    "M:Festgesetzt wird ein allgemeines Wohngebiet mit einer Grundflächenzahl von 0,3 und höchstens zwei "
    "Vollgeschossen.",
    "M:Die Erschließung erfolgt über eine Stichstraße mit Wendeanlage von der {str} aus.",
    "M:Das Niederschlagswasser wird in einem Regenrückhaltebecken gesammelt und gedrosselt in den Vorfluter "
    "eingeleitet.",
    "M:Als Ausgleich für den Eingriff wird eine {ha} ha große Fläche bei {ort2} aufgeforstet.",
    "W:den Bebauungsplan um Festsetzungen zur Dachbegrünung zu ergänzen",
    "W:vor der Auslegung eine Versammlung für die {g:Anwohner} in {ort} durchzuführen",
    "W:ein Verkehrsgutachten für den Anschluss an die {str} einzuholen",
    "D:{Rn} beschließt die Aufstellung des Bebauungsplanes Nr. {bnr} „{str}“ gemäß § 2 Abs. 1 BauGB.",
    "D:Die während der Auslegung vorgebrachten Anregungen werden entsprechend dem Abwägungsvorschlag der "
    "Verwaltung behandelt.",
    "G:Bauwillige Familien sollen in {ort} ein bezahlbares Grundstück finden.",
    "P:Wir brauchen diese Bauplätze, sonst ziehen die jungen Leute nach {ort2}.",
    "P:Das Plangebiet rundet den Ort in sinnvoller Weise ab.",
    "O:Wieder soll eine Fläche am Ortsrand versiegelt werden, während im Ortskern Häuser leer stehen.",
    "O:Die Bedenken der {g:Anwohner} gegen den Verkehr {instr} sind in der Abwägung zu leicht genommen "
    "worden.",
    "Q:Wie viele Bauplätze entstehen im Plangebiet {str}?",
    "A:Es entstehen {zahl} Bauplätze, davon {klein2} für Einfamilienhäuser.",
    "Q:Wie wird der zusätzliche Verkehr {instr} bewertet?",
    "A:Das Gutachten {bg} kommt zu dem Ergebnis, dass der Mehrverkehr verträglich abgewickelt werden kann.",
    "C:Bebauungsplan Bauleitplanungs Flächennutzungsplan Wohnbau Erschließungs Abwägungs Auslegungs "
    "Baugebiets Umweltprüfungs Nachverdichtungs",
    NULL};

static const char *const strabs[] = {
    "T:Straßenausbaubeitragssatzung: Änderung der Anteilssätze",
    "T:Abschaffung der Straßenausbaubeiträge",
    "T:Abrechnung der Ausbaumaßnahme {str} in {ort}",
    "V:f|Änderung|Änderung|der Straßenausbaubeitragssatzung",
    "R:Die {g:Anlieger} {strg} in {ort} sollen nach der geltenden Satzung mit bis zu {proz} Prozent an den "
    "Ausbaukosten beteiligt werden.",
    "R:Einzelne Beitragsbescheide überschreiten den Betrag von {lauf}, was für ältere {g:Eigentümer} eine "
    "erhebliche Härte bedeutet.",
    "R:Das Verwaltungsgericht hat mit Urteil vom {datum} Teile der Satzung für nichtig erklärt.",
    "R:Die Erhebung von Beiträgen ist mit einem hohen Verwaltungsaufwand und zahlreichen "
    "Widerspruchsverfahren verbunden.",
    "M:Die Anteilssätze für Anliegerstraßen werden von 75 auf 60 Prozent gesenkt.",
    "M:Beiträge können auf Antrag über einen Zeitraum von bis zu zwanzig Jahren verrentet werden.",
    "M:Der Einnahmeausfall von {foerder} wird durch eine Anhebung der Grundsteuer B ausgeglichen.",
    "W:die Auswirkungen einer Abschaffung der Straßenausbaubeiträge auf den Haushalt darzustellen",
    "W:die {g:Anlieger} {strg} vor Beginn der Baumaßnahme umfassend zu informieren",
    "D:{Rn} beschließt die Satzung zur Änderung der Straßenausbaubeitragssatzung.",
    "D:Die Satzung tritt am {frist} in Kraft.",
    "G:Die Beitragserhebung soll gerechter, nachvollziehbar und sozial verträglich werden.",
    "P:Eine Straße nutzen alle, deshalb sollten auch alle sie bezahlen.",
    "P:Kein Rentner darf sein Haus verkaufen müssen, um einen Beitragsbescheid zu bezahlen.",
    "O:Wer die Beiträge abschafft, muss sagen, welche Steuer er dafür erhöhen will.",
    "O:Es wäre ungerecht gegenüber allen, die in den letzten Jahren bereits gezahlt haben.",
    "Q:Wie hoch waren die Einnahmen aus Straßenausbaubeiträgen in den letzten fünf Jahren?",
    "A:Eingenommen wurden zusammen {betrag}, davon entfielen {foerder} auf die Maßnahme {str}.",
    "Q:Wie viele Widersprüche sind anhängig?",
    "A:Derzeit sind {klein2} Widersprüche und {klein} Klageverfahren anhängig.",
    "C:Straßenausbaubeitrags Anlieger Beitrags Erschließungs Satzungs Grundsteuer Verrentungs Abrechnungs "
    "Widerspruchs",
    NULL};

static const char *const oepnv[] = {
    "T:Nahverkehrsplan {jahr}: Grundsatzbeschluss",
    "T:Einrichtung eines Anrufsammeltaxis in {ort}",
    "T:Taktverdichtung auf der Buslinie {lnr} {ort} – {ort2}",
    "T:Reaktivierung der Bahnstrecke {ort} – {ort2}",
    "V:f|Verbesserung|Verbesserung|des Busverkehrs zwischen {ort} und {ort2}",
    "R:Die Buslinie {lnr} verkehrt zwischen {ort} und {ort2} außerhalb der Schulzeiten nur {klein} Mal am "
    "Tag.",
    "R:Nach der Fahrgasterhebung vom {datum} nutzen werktags {zahl2} Fahrgäste die Linie, davon {proz} "
    "Prozent mit einer Schülerkarte.",
    "R:{g:Pendler} aus {ort} erreichen den letzten Zug in der Kreisstadt nicht mehr mit dem Bus.",
    "R:Die Bahnstrecke wurde im Jahr 1981 für den Personenverkehr stillgelegt, die Gleise liegen jedoch "
    "noch.",
    "M:Die Linie {lnr} fährt künftig montags bis freitags im Stundentakt und am Sonnabend alle zwei Stunden.",
    "M:Abends und am Wochenende ergänzt ein Anrufsammeltaxi das Angebot; die Fahrt kostet einen Zuschlag.",
    "M:Die Haltestellen werden barrierefrei ausgebaut und mit Wartehäuschen ausgestattet.",
    "W:mit dem Verkehrsverbund über einen Stundentakt auf der Linie {lnr} zu verhandeln",
    "W:eine Machbarkeitsstudie zur Reaktivierung der Bahnstrecke {ort} – {ort2} in Auftrag zu geben",
    "D:{Rn} beschließt die Taktverdichtung auf der Linie {lnr} zu jährlichen Mehrkosten von {lauf}.",
    "D:Der Nahverkehrsplan wird in der vorliegenden Fassung beschlossen.",
    "G:Auch ohne eigenes Auto soll man auf dem Land mobil sein können.",
    "P:Ein Bus, der nur viermal am Tag fährt, ist kein Angebot, sondern eine Zumutung.",
    "P:Das Anrufsammeltaxi hat sich in {ort2} hervorragend bewährt.",
    "O:Der Kostendeckungsgrad dieser Linie liegt schon heute unter {proz2} Prozent.",
    "O:Wir sollten erst einmal die Linien stärken, die tatsächlich genutzt werden.",
    "Q:Wie viele Fahrgäste nutzen die Linie {lnr} an Werktagen?",
    "A:Nach der letzten Erhebung sind es {zahl2} Fahrgäste am Tag.",
    "Q:Wie hoch ist der Zuschussbedarf der Linie?",
    "A:Der Zuschussbedarf beträgt jährlich {lauf}.",
    "C:Nahverkehrs Buslinien Fahrgast Taktverdichtungs Anrufsammeltaxi Bahnstrecken Fahrplan Verkehrsverbund "
    "Haltestellen Mobilitäts",
    NULL};

static const char *const verkehr[] = {
    "T:Tempo 30 {instr} in {ort}",
    "T:Errichtung eines Fußgängerüberweges {instr} in {ort}",
    "T:Parkraumkonzept für die Innenstadt",
    "T:Verkehrsberuhigung im Bereich {str} in {ort}",
    "V:f|Verkehrsberuhigung|Verkehrsberuhigung|{instr} in {ort}",
    "R:{Instr} in {ort} werden nach Messungen der Verwaltung regelmäßig Geschwindigkeiten von mehr als 60 "
    "km/h gefahren.",
    "R:Im unmittelbaren Umfeld liegen die Grundschule und ein Seniorenheim.",
    "R:{zahl2} {g:Anwohner} haben mit ihrer Unterschrift eine Verkehrsberuhigung gefordert.",
    "R:Die Parkplätze im Zentrum sind vormittags zu {proz} Prozent ausgelastet, während das Parkdeck {instr} "
    "überwiegend leer steht.",
    "M:Angeordnet wird eine Höchstgeschwindigkeit von 30 km/h auf einer Länge von {zahl2} Metern.",
    "M:Zwei Fahrbahnverengungen mit Pflanzbeeten sollen das Tempo dauerhaft senken.",
    "M:Die Wirkung wird nach einem Jahr durch eine Messung überprüft.",
    "W:{instr} in {ort} Tempo 30 einzuführen",
    "W:an der Einmündung der Straße {str} einen Fußgängerüberweg anzulegen",
    "W:eine Geschwindigkeitsmesstafel anzuschaffen und wechselnd einzusetzen",
    "D:{Rn} beauftragt die Verwaltung, {instr} in {ort} eine Verkehrsberuhigung einzurichten.",
    "D:Über die Ergebnisse der Messungen ist im Ausschuss zu berichten.",
    "G:Die Sicherheit von Kindern und älteren Menschen im Straßenverkehr soll erhöht werden.",
    "P:Es muss nicht immer erst etwas passieren, bevor die Politik handelt.",
    "P:Dreißig Stundenkilometer kosten auf dieser Strecke keine halbe Minute.",
    "O:Wir sollten nicht jedes Mal ein Schild aufstellen, wenn sich jemand beschwert.",
    "O:Die Polizei hat in ihrer Stellungnahme keine Unfallhäufung feststellen können.",
    "Q:Welche Ergebnisse haben die Geschwindigkeitsmessungen {instr} erbracht?",
    "A:Von {zahl3} erfassten Fahrzeugen fuhren {proz2} Prozent schneller als erlaubt.",
    "Q:Wie bewertet die Polizei die Unfalllage?",
    "A:In den letzten drei Jahren wurden {klein} Unfälle aufgenommen, überwiegend mit Blechschaden.",
    "C:Verkehrsberuhigungs Geschwindigkeits Parkraum Fußgänger Verkehrszeichen Gehweg Ampel Schulweg Unfall "
    "Messtafel",
    NULL};

static const char *const feuerwehr[] = {
    "T:Neubau des Feuerwehrhauses in {ort}",
    "T:Beschaffung eines Löschgruppenfahrzeuges für die Freiwillige Feuerwehr {ort}",
    "T:Feuerwehrbedarfsplan {jahr}",
    "T:Ernennung des Ortsbrandmeisters der Freiwilligen Feuerwehr {ort}",
    "V:m|Neubau|Neubaus|des Feuerwehrhauses {instr} in {ort}",
    "R:Das Feuerwehrhaus in {ort} wurde 1962 errichtet; die Tore sind für die heutigen Fahrzeuge zu niedrig.",
    "R:Die Feuerwehr-Unfallkasse hat bei der Besichtigung am {datum} das Fehlen getrennter Umkleiden und "
    "einer Abgasabsaugung beanstandet.",
    "R:Das vorhandene Löschfahrzeug ist {klein2} Jahre alt, Ersatzteile sind kaum noch zu beschaffen.",
    "R:Die Ortsfeuerwehr zählt {zahl} aktive Mitglieder und rückt im Jahr zu etwa {klein2} Einsätzen aus.",
    "M:Der Neubau erhält {klein} Stellplätze, Umkleiden für {zahl} Einsatzkräfte und einen Schulungsraum.",
    "M:Das Fahrzeug wird gemeinsam mit {klein} weiteren Kommunen ausgeschrieben.",
    "M:Die Kameradinnen und Kameraden der Ortsfeuerwehr bringen Eigenleistungen beim Innenausbau ein.",
    "W:ein geeignetes Grundstück für das Feuerwehrhaus in {ort} zu suchen",
    "W:den Feuerwehrbedarfsplan gemeinsam mit den Ortsfeuerwehren fortzuschreiben",
    "D:{Rn} beschließt den Neubau des Feuerwehrhauses {instr} in {ort} zum Preis von höchstens {betrag}.",
    "D:Die Ausschreibung erfolgt europaweit in drei Losen.",
    "G:Die Einsatzbereitschaft der Feuerwehr soll auch am Tage gesichert sein.",
    "P:Wer freiwillig sein Leben einsetzt, hat Anspruch auf eine anständige Unterkunft.",
    "P:Die Ortsfeuerwehr {ort} ist weit mehr als der Brandschutz, sie ist das Rückgrat der Dorfgemeinschaft.",
    "O:Bei vier Ortsfeuerwehren im Umkreis muss man über eine Zusammenlegung sprechen dürfen.",
    "O:Das Fahrzeug ist deutlich größer, als es der Bedarfsplan verlangt.",
    "Q:Wie hoch ist die Tagesverfügbarkeit der Ortsfeuerwehr {ort}?",
    "A:Werktags stehen tagsüber im Mittel {klein} Einsatzkräfte zur Verfügung.",
    "Q:Wann ist die Auslieferung des Fahrzeuges zu erwarten?",
    "A:Der Hersteller nennt eine Lieferzeit von {klein2} Monaten.",
    "C:Feuerwehr Brandschutz Feuerwehrhaus Löschfahrzeug Einsatzbereitschafts Katastrophenschutz Atemschutz "
    "Löschwasser Feuerwehrbedarfs Alarmierungs",
    NULL};

static const char *const schwimmbad[] = {
    "T:Sanierung des Freibades in {ort}",
    "T:Hallenbad {ort}: Anpassung der Eintrittspreise",
    "T:Freibad {ort}: Übertragung auf einen Förderverein",
    "V:f|Sanierung|Sanierung|des Freibades in {ort}",
    "R:Das Freibad in {ort} verliert täglich rund {qm} Liter Wasser, weil die Beckenfolie undicht ist.",
    "R:In der vergangenen Saison besuchten {zahl3} Gäste das Bad, der Zuschussbedarf je Besuch lag bei "
    "{klein} {waehr}.",
    "R:Die Umwälzpumpen und die Chlorgasanlage haben das Ende ihrer Nutzungsdauer erreicht.",
    "R:Immer weniger Kinder können am Ende der Grundschulzeit sicher schwimmen.",
    "M:Das Becken wird mit Edelstahl ausgekleidet und auf {klein} Bahnen verkleinert.",
    "M:Das Badewasser wird künftig durch eine Solarabsorberanlage auf dem Dach der Umkleiden erwärmt.",
    "M:Der {verein} übernimmt den Kioskbetrieb und die Pflege der Liegewiese.",
    "W:ein Sanierungskonzept für das Freibad in {ort} mit mindestens zwei Varianten vorzulegen",
    "W:mit dem {verein} einen Vertrag über die Mithilfe im Badebetrieb zu schließen",
    "D:{Rn} beschließt die Sanierung des Freibades in {ort} nach Variante B mit Kosten von {betrag}.",
    "D:Die Eintrittspreise werden zur Saison {njahr} angepasst.",
    "G:Das Freibad soll als Treffpunkt für alle Generationen erhalten bleiben.",
    "P:Ein Sommer in {ort} ohne Freibad ist für die Kinder nicht vorstellbar.",
    "P:Der {verein} hat in kurzer Zeit {lauf} an Spenden gesammelt, das ist ein starkes Zeichen.",
    "O:Wir können uns zwei Bäder in so geringer Entfernung auf Dauer nicht leisten.",
    "O:Die Folgekosten sind mit keinem Wort in der Vorlage erwähnt.",
    "Q:Wie haben sich die Besucherzahlen des Freibades in {ort} entwickelt?",
    "A:In den letzten drei Jahren lagen sie zwischen {zahl3} und dem Anderthalbfachen davon, je nach "
    "Witterung.",
    "Q:Wie hoch ist der jährliche Zuschussbedarf?",
    "A:Der Zuschussbedarf betrug zuletzt {lauf}.",
    "C:Freibad Hallenbad Badebetriebs Schwimmunterrichts Beckensanierungs Eintrittspreis Wasseraufbereitungs "
    "Besucher Bäder",
    NULL};

static const char *const denkmal[] = {
    "T:Sanierung der denkmalgeschützten Wassermühle in {ort}",
    "T:Zuschuss zum Erhalt der Kirche in {ort}",
    "T:Umgestaltung des Marktplatzes in {ort}",
    "T:Dorferneuerung {ort}: Maßnahmen im Jahr {njahr}",
    "V:f|Instandsetzung|Instandsetzung|der Wassermühle in {ort}",
    "R:Die Wassermühle in {ort} aus dem Jahr 1748 steht seit langem unter Denkmalschutz und ist in ihrem "
    "Bestand gefährdet.",
    "R:Das Gutachten {bg} stellt Schäden am Fachwerk durch eindringendes Regenwasser fest.",
    "R:Der Marktplatz wird überwiegend als Parkplatz genutzt; seine Pflasterung ist uneben und für "
    "Rollstühle kaum befahrbar.",
    "R:Für das Programm der Dorferneuerung liegen {klein2} Anträge privater {gd:Eigentümer} vor.",
    "M:Das Fachwerk wird Gefach für Gefach instand gesetzt; alte Fotografien dienen als Vorlage für die "
    "Farbgebung.",
    "M:Der Marktplatz erhält ein einheitliches Pflaster aus Naturstein, {klein2} neue Bäume und Bänke.",
    "M:Der {verein} beteiligt sich mit einem Eigenanteil von {lauf}.",
    "W:ein Nutzungskonzept für die Wassermühle in {ort} zu entwickeln",
    "W:für die Umgestaltung des Marktplatzes einen Wettbewerb auszuloben",
    "D:{Rn} gewährt für die Instandsetzung der Wassermühle in {ort} einen Zuschuss in Höhe von {lauf}.",
    "D:Dem Entwurf {bg} für die Umgestaltung wird zugestimmt.",
    "G:Das bauliche Erbe soll erhalten und mit Leben gefüllt werden.",
    "P:Ein Denkmal ist nur zu retten, wenn man ihm eine Aufgabe gibt.",
    "P:Die Mühle gehört zu {ort} wie der Kirchturm.",
    "O:Wir haben Schulen mit undichten Dächern und reden hier über eine Mühle.",
    "O:Mit dem Wegfall der Parkplätze am Markt schaden wir den Geschäften.",
    "Q:Wie viele Baudenkmale in {ort} gelten als gefährdet?",
    "A:In der Denkmalliste sind für {ort} {zahl} Objekte verzeichnet, {klein} davon gelten als gefährdet.",
    "Q:Welche Zuschüsse wurden in den letzten Jahren gezahlt?",
    "A:Seit {vvjahr} wurden {foerder} an Zuschüssen bewilligt.",
    "C:Denkmalschutz Baudenkmal Dorferneuerungs Marktplatz Stadtsanierungs Fachwerk Instandsetzungs Ortsbild "
    "Sanierungsgebiets",
    NULL};

static const char *const sporthalle[] = {
    "T:Sanierung der Sporthalle {instr} in {ort}",
    "T:Bau eines Kunstrasenplatzes in {ort}",
    "T:Sportförderrichtlinien: Neufassung",
    "V:f|Sanierung|Sanierung|der Sporthalle {instr} in {ort}",
    "R:Die Sporthalle in {ort} ist an Werktagen von 8 bis 22 Uhr vollständig belegt.",
    "R:Nach einem Wassereinbruch musste der Schwingboden auf einer Fläche von {qm} m² gesperrt werden.",
    "R:Der Rasenplatz ist von November bis März in der Regel nicht bespielbar.",
    "R:Der {verein} hat {zahl2} Mitglieder, fast die Hälfte davon Kinder und Jugendliche.",
    "M:Erneuert werden der Hallenboden, die Prallwände, die Beleuchtung und die Sanitärbereiche.",
    "M:Der Platz erhält eine Verfüllung aus Kork anstelle von Kunststoffgranulat.",
    "M:Die Vereine beteiligen sich an den Betriebskosten mit einem Entgelt je Nutzungsstunde.",
    "W:einen Belegungsplan für alle Sporthallen zu erstellen und im Ausschuss vorzustellen",
    "W:die Sportförderrichtlinien mit dem Kreissportbund abzustimmen",
    "D:{Rn} beschließt die Sanierung der Sporthalle {instr} in {ort} in zwei Bauabschnitten.",
    "D:Der Zuschuss an den {verein} wird auf {lauf} festgesetzt.",
    "G:Schul- und Vereinssport sollen gute Bedingungen vorfinden.",
    "P:Die Vereine leisten mehr für den Zusammenhalt als manches Programm aus der Hauptstadt.",
    "P:Ein gesperrter Hallenboden ist für die Schule wie ein gesperrtes Klassenzimmer.",
    "O:Ein Kunstrasenplatz hält zwölf Jahre, dann zahlen wir noch einmal.",
    "O:Vor einer Sanierung gehört die Frage beantwortet, ob eine zweite Halle nicht wirtschaftlicher wäre.",
    "Q:Wie ist die Sporthalle {instr} derzeit ausgelastet?",
    "A:Die Auslastung beträgt in den Wintermonaten {proz} Prozent.",
    "Q:Welche Vereine nutzen die Halle?",
    "A:Die Halle wird von {klein} Vereinen und einer Betriebssportgruppe genutzt.",
    "C:Sporthallen Sportförder Kunstrasen Vereins Hallenbelegungs Sportstätten Schulsport Umkleide "
    "Sportplatz",
    NULL};

static const char *const liegenschaft[] = {
    "T:Verkauf des Grundstücks {instr} in {ort}",
    "T:Ankauf einer Gewerbefläche in {ort}",
    "T:Gewerbegebiet {ort}: Erschließung des zweiten Bauabschnittes",
    "V:m|Verkauf|Verkaufs|des Grundstücks {instr} in {ort}",
    "R:Im Gewerbegebiet {ort} stehen keine freien Flächen mehr zur Verfügung; {klein} Betriebe haben "
    "Erweiterungsbedarf angemeldet.",
    "R:Das {qm} m² große Grundstück wird für Aufgaben {tg} nicht mehr benötigt.",
    "R:Der Gutachterausschuss hat den Verkehrswert mit {betrag} ermittelt.",
    "R:Ein Betrieb der Metallverarbeitung möchte seinen Standort nach {ort} verlegen und {zahl} "
    "Arbeitsplätze schaffen.",
    "M:Die Erschließungsstraße wird auf einer Länge von {zahl2} Metern mit Kanal und Wasserleitung "
    "hergestellt.",
    "M:Die Grundstücke werden nach einem Punktesystem vergeben, das Arbeitsplätze und Ausbildung bewertet.",
    "M:Der Kaufpreis ist innerhalb von vier Wochen nach Beurkundung fällig; ein Wiederkaufsrecht wird "
    "gesichert.",
    "W:ein Kataster der Leerstände und Baulücken anzulegen",
    "W:Gewerbeflächen bevorzugt an Betriebe mit Ausbildungsplätzen zu vergeben",
    "D:{Rn} stimmt dem Verkauf des Grundstücks {instr} in {ort} zum Preis von {betrag} zu.",
    "D:Die Kosten der Beurkundung trägt der Erwerber.",
    "G:Betriebe sollen sich am Ort entwickeln und Arbeitsplätze sichern können.",
    "P:Wer heute keine Flächen ausweist, braucht sich morgen über fehlende Gewerbesteuer nicht zu wundern.",
    "P:Das Unternehmen hat ein überzeugendes Konzept vorgelegt.",
    "O:Wir verkaufen hier Tafelsilber, und der Erlös ist nach einem Jahr verbraucht.",
    "O:Ein Erbbaurecht wäre an dieser Stelle der bessere Weg gewesen.",
    "Q:Wie viele Hektar Gewerbefläche sind noch verfügbar?",
    "A:Verfügbar sind {ha} ha, für die zum Teil Reservierungen bestehen.",
    "Q:Wie hat sich die Zahl der Beschäftigten im Gewerbegebiet {ort} entwickelt?",
    "A:Die Zahl der Beschäftigten ist um {proz2} Prozent auf {zahl2} gestiegen.",
    "C:Gewerbegebiets Grundstücks Wirtschaftsförder Flächen Erschließungs Kaufvertrags Ansiedlungs "
    "Erbbaurechts Liegenschafts",
    NULL};

const struct rat_gen_topic rat_gen_topics_build[] = {
    {"radweg", RAT_GEN_FOR_KREIS, 'B', 'T', 1975, 2100, 240, 2600, radweg},
    {"kreisstrasse", RAT_GEN_FOR_KREIS, 'B', 'T', 1975, 2100, 300, 4800, kreisstrasse},
    {"bplan", RAT_GEN_FOR_TOWN, 'B', 'P', 1975, 2100, 0, 0, bplan},
    {"strabs", RAT_GEN_FOR_TOWN, 'F', 'T', 1978, 2100, 120, 1300, strabs},
    {"oepnv", RAT_GEN_FOR_KREIS, 'B', 'V', 1984, 2100, 90, 2200, oepnv},
    {"verkehr", RAT_GEN_FOR_TOWN, 'B', 'O', 1979, 2100, 8, 190, verkehr},
    {"feuerwehr", RAT_GEN_FOR_TOWN, 'R', 'R', 1975, 2100, 280, 3400, feuerwehr},
    {"schwimmbad", RAT_GEN_FOR_TOWN, 'S', 'S', 1975, 2100, 190, 4200, schwimmbad},
    {"denkmal", RAT_GEN_FOR_BOTH, 'K', 'P', 1976, 2100, 60, 900, denkmal},
    {"sporthalle", RAT_GEN_FOR_BOTH, 'S', 'S', 1975, 2100, 120, 2400, sporthalle},
    {"liegenschaft", RAT_GEN_FOR_TOWN, 'F', 'W', 1975, 2100, 90, 2100, liegenschaft},
    {NULL, 0, 0, 0, 0, 0, 0, 0, NULL}};
