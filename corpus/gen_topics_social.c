/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/gen_topics.h"

#include <stddef.h>

static const char *const kita[] = {
    "T:Neubau einer Kindertagesstätte {instr} in {ort}",
    "T:Erweiterung der Kindertagesstätte {name} in {ort} um {klein} Gruppen",
    "T:Kindertagesstättenbedarfsplanung für das Kindergartenjahr {sj}",
    "T:Anpassung der Elternbeiträge für die Kindertagesstätten ab {njahr}",
    "V:m|Ausbau|Ausbaus|der Kindertagesstätte {name} in {ort}",
    "R:Die Kindertagesstätte {name} in {ort} ist mit {zahl} Kindern vollständig belegt; auf der Warteliste "
    "stehen weitere {klein2} Kinder.",
    "R:Der Rechtsanspruch auf einen Kindergartenplatz kann in {ort} zum Kindergartenjahr {sj} nicht mehr für "
    "alle Familien erfüllt werden.",
    "R:Das bestehende Gebäude {instr} stammt aus den sechziger Jahren und genügt den heutigen Anforderungen "
    "an Brandschutz, Schallschutz und Hygiene nicht mehr.",
    "R:Durch das Neubaugebiet in {ort} ist in den nächsten Jahren mit zusätzlichen {klein2} Kindern im "
    "Kindergartenalter zu rechnen.",
    "R:Immer mehr {g:Erzieher} weisen darauf hin, dass für die Förderung einzelner Kinder geeignete "
    "Kleingruppenräume fehlen.",
    "M:Vorgesehen ist ein eingeschossiger Anbau mit {klein} Gruppenräumen, einem Bewegungsraum und einem "
    "Schlafraum für die Krippenkinder.",
    "M:Die Trägerschaft soll dem Kirchenkreis {ort} übertragen werden, der bereits zwei Einrichtungen in der "
    "Nachbarschaft betreibt.",
    "M:Während der Bauzeit werden die Gruppen in Containern auf dem Sportplatz {instr} untergebracht.",
    "M:Die Öffnungszeiten werden auf 7.00 bis 17.00 Uhr ausgeweitet, damit Beruf und Familie besser "
    "vereinbart werden können.",
    "W:den Bedarf an Betreuungsplätzen in {ort} bis zum {frist} neu zu ermitteln",
    "W:mit den freien Trägern über die Einrichtung einer Waldkindergartengruppe in {ort} zu verhandeln",
    "W:für die Kindertagesstätte {name} ein Raumprogramm mit Kostenschätzung vorzulegen",
    "D:{Rn} stimmt dem Ausbau der Kindertagesstätte {name} in {ort} mit Gesamtkosten in Höhe von {betrag} "
    "zu.",
    "D:Die Betreuungsplätze werden zum Kindergartenjahr {sj} um {klein2} Plätze erhöht.",
    "G:Familien in {ort} sollen ihr Kind wohnortnah und verlässlich betreuen lassen können.",
    "P:Wer junge Familien in {ort} halten will, der muss ihnen auch einen Platz in der Kindertagesstätte "
    "anbieten.",
    "P:Die Eltern in {ort} warten jetzt seit zwei Jahren, und jedes Jahr vertrösten wir sie aufs Neue.",
    "O:Die Geburtenzahlen gehen doch schon wieder zurück, und am Ende stehen wir mit leeren Gruppenräumen "
    "da.",
    "O:Ich frage mich, woher bei dieser Kindertagesstätte das Personal kommen soll; schon heute sind Stellen "
    "unbesetzt.",
    "Q:Wie viele Kinder in {ort} haben zum Kindergartenjahr {sj} keinen Betreuungsplatz erhalten?",
    "A:Zum Stichtag standen in {ort} {klein2} Kinder auf der Warteliste; {klein} davon konnte ein Platz in "
    "einem Nachbarort angeboten werden.",
    "Q:Wie viele Stellen für pädagogische Fachkräfte sind derzeit nicht besetzt?",
    "A:Von {zahl} Stellen sind {klein} unbesetzt; die Ausschreibungen laufen.",
    "C:Kindertagesstätten Betreuungs Krippen Kindergarten Elternbeitrags Tagespflege Personalbemessungs "
    "Gruppenraum Sprachförder Ganztagsbetreuungs",
    NULL};

static const char *const grundschule[] = {
    "T:Sanierung der Grundschule {instr} in {ort}",
    "T:Schule {ort}: Einrichtung eines Ganztagsbetriebes zum Schuljahr {sj}",
    "T:Fortschreibung der Schulentwicklungsplanung für den Primarbereich",
    "T:Erneuerung der Heizungsanlage in der Schule {ort}",
    "V:f|Sanierung|Sanierung|der Grundschule {instr} in {ort}",
    "R:Die Grundschule {ort} wird im Schuljahr {sj} von {zahl2} {gd:Schüler} besucht, für die {klein2} "
    "Klassenräume zur Verfügung stehen.",
    "R:Bei der Begehung am {datum} wurden erhebliche Mängel am Flachdach und an den Fensterbändern "
    "festgestellt.",
    "R:Der Schulvorstand hat mehrfach auf fehlende Differenzierungsräume und auf die beengte Situation im "
    "Lehrerzimmer hingewiesen.",
    "R:Die Toilettenanlagen sind veraltet und waren wiederholt Gegenstand von Beschwerden des "
    "Schulelternrates.",
    "R:Der Einzugsbereich der Schule umfasst neben {ort} auch die Ortschaft {ort2}; ein Teil der Kinder ist "
    "auf den Schulbus angewiesen.",
    "M:Im ersten Bauabschnitt werden das Dach erneuert, die Fassade gedämmt und die Fenster ausgetauscht.",
    "M:Für den Ganztagsbetrieb ist eine Mensa mit {zahl} Sitzplätzen vorgesehen, die auch von den Vereinen "
    "genutzt werden kann.",
    "M:Die lärmintensiven Arbeiten sollen in den Sommerferien {njahr} ausgeführt werden.",
    "W:für die Grundschule {ort} einen Sanierungsfahrplan mit Prioritäten und Kosten aufzustellen",
    "W:die Schulbezirksgrenzen zwischen {ort} und {ort2} zu überprüfen",
    "W:den Schulhof der Grundschule {ort} gemeinsam mit Kindern und Eltern naturnah umzugestalten",
    "D:{Rn} beschließt die Sanierung der Grundschule {instr} in {ort} auf der Grundlage der Entwurfsplanung "
    "{bg}.",
    "D:Die Mittel in Höhe von {betrag} sind in den Haushalt {njahr} einzustellen.",
    "G:Der Schulstandort {ort} soll langfristig gesichert werden: kurze Beine, kurze Wege.",
    "P:Eine Schule ist das Herz eines Ortes, und wer die Grundschule in {ort} aufgibt, der gibt den Ort auf.",
    "P:Ich lade alle ein, sich die Toiletten dieser Grundschule einmal selbst anzusehen.",
    "O:Wir sanieren hier ein Gebäude, das nach der Schülerprognose in zehn Jahren nur noch zur Hälfte "
    "gefüllt sein wird.",
    "O:Bevor wir über eine Mensa sprechen, möchte ich wissen, wie viele Kinder den Ganztag überhaupt nutzen "
    "wollen.",
    "Q:Wie entwickeln sich die Schülerzahlen der Grundschule {ort} bis zum Jahr {nnjahr}?",
    "A:Nach der aktuellen Prognose sinkt beziehungsweise steigt die Schülerzahl nur geringfügig; die "
    "Zweizügigkeit bleibt bis {nnjahr} erhalten.",
    "Q:Welche Mängel wurden bei der letzten Brandverhütungsschau festgestellt?",
    "A:Beanstandet wurden ein fehlender zweiter Rettungsweg im Obergeschoss sowie {klein} nicht "
    "selbstschließende Türen.",
    "C:Schulentwicklungs Schulbau Schülerbeförderungs Ganztagsschul Schulhof Klassenraum Schulbezirks Mensa "
    "Unterrichts Schulsanierungs",
    NULL};

static const char *const gymnasium[] = {
    "T:Kreisgymnasium {ort}: Neubau eines naturwissenschaftlichen Fachraumtraktes",
    "T:Errichtung einer Gesamtschule in {ort}",
    "T:Berufsbildende Schulen {ort}: Erweiterung der Werkstätten",
    "T:Medienentwicklungsplan für die Schulen in Trägerschaft {tg}",
    "V:m|Neubau|Neubaus|des Fachraumtraktes am Schulzentrum {ort}",
    "R:Die Fachräume für Chemie und Physik am Schulzentrum {ort} entsprechen nicht mehr den "
    "Sicherheitsrichtlinien für den Unterricht.",
    "R:Mit der Rückkehr zum längeren Bildungsgang fehlen am Schulzentrum {ort} rechnerisch {klein} "
    "allgemeine Unterrichtsräume.",
    "R:Die Elternbefragung vom {datum} hat mit einer Beteiligung von {proz} Prozent ein deutliches Interesse "
    "an der Veränderung ergeben.",
    "R:Von den {zahl3} {gd:Schüler} der Sekundarbereiche pendelt etwa ein Drittel aus den Nachbargemeinden "
    "ein.",
    "M:Der dreigeschossige Neubau {instr} nimmt {klein2} Fachräume, die Sammlungen und einen Hörsaal auf.",
    "M:Die Ausstattung wird in drei Losen ausgeschrieben; die Lehrkräfte sind an der Auswahl beteiligt.",
    "M:Nach dem Umzug kann der Pavillon aus dem Jahr 1974 abgebrochen werden.",
    "W:die Anmeldezahlen der weiterführenden Schulen bis zum {frist} vorzulegen",
    "W:ein Konzept für die Kooperation der Berufsbildenden Schulen mit den Betrieben der Region zu "
    "entwickeln",
    "W:die Ausstattung der Fachräume im Rahmen einer Prioritätenliste fortzuschreiben",
    "D:{Rn} beschließt den Neubau des Fachraumtraktes am Schulzentrum {ort} mit einem Kostenrahmen von "
    "{betrag}.",
    "D:Die Planungsleistungen werden an {ba} vergeben.",
    "G:Die weiterführenden Schulen sollen ein zeitgemäßes Unterrichtsangebot vorhalten können.",
    "P:Naturwissenschaften kann man nicht aus dem Lehrbuch allein lernen, dafür braucht es Räume, in denen "
    "experimentiert werden darf.",
    "P:Die Schulgemeinschaft in {ort} hat ein durchdachtes Konzept vorgelegt, dem wir gern folgen.",
    "O:Die Kosten für den Fachraumtrakt haben sich seit der ersten Schätzung beinahe verdoppelt.",
    "O:Wir warnen davor, eine Schulform gegen die andere auszuspielen.",
    "Q:Wie viele Unterrichtsstunden sind im letzten Schulhalbjahr wegen fehlender Fachräume ausgefallen oder "
    "verlegt worden?",
    "A:Nach Auskunft der Schulleitung mussten {zahl} Stunden in Klassenräume verlegt werden; ausgefallen ist "
    "deswegen kein Unterricht.",
    "Q:Welche Fördermittel stehen für die Ausstattung zur Verfügung?",
    "A:Aus dem Landesprogramm können bis zu {foerder} beantragt werden; der Antrag ist fristgerecht gestellt "
    "worden.",
    "C:Fachraum Schulzentrums Medienentwicklungs Berufsschul Oberstufen Lehrmittel Schulträger Inklusions "
    "Schulsozialarbeits Werkstatt",
    NULL};

static const char *const schulbus[] = {
    "T:Neufassung der Satzung über die Schülerbeförderung",
    "T:Schülerbeförderung auf der Linie {ort} – {ort2}",
    "T:Mindestentfernungen in der Schülerbeförderung",
    "V:f|Neuordnung|Neuordnung|der Schülerbeförderung zwischen {ort} und {ort2}",
    "R:Auf der Linie zwischen {ort} und {ort2} sind die Busse morgens so überfüllt, dass Kinder an der "
    "Haltestelle {str} zurückbleiben.",
    "R:Die Satzung über die Schülerbeförderung stammt aus dem Jahr {vvjahr} und ist durch mehrere "
    "Gerichtsentscheidungen überholt.",
    "R:Der Schulweg entlang der Kreisstraße ist unbeleuchtet und ohne Gehweg und daher besonders gefährlich "
    "im Sinne der Rechtsprechung.",
    "R:Insgesamt haben {zahl3} {g:Schüler} Anspruch auf Beförderung.",
    "M:Die Mindestentfernung für den Primarbereich wird auf zwei Kilometer festgelegt.",
    "M:Morgens wird ein zusätzlicher Gelenkbus eingesetzt, der die Haltestelle {str} um 7.12 Uhr bedient.",
    "M:Die Sammelzeitkarten werden durch eine landkreisweit gültige Schülerjahreskarte ersetzt.",
    "W:mit dem Verkehrsunternehmen über einen Verstärkerbus auf der Linie {ort} – {ort2} zu verhandeln",
    "W:die Wartezeiten nach der sechsten Stunde zu erheben und dem Ausschuss zu berichten",
    "D:{Rn} beschließt die als Anlage beigefügte Satzung über die Schülerbeförderung.",
    "D:Die Verwaltung wird ermächtigt, den Verkehrsvertrag für die Linie {ort} – {ort2} zu einem "
    "Jahresbetrag von {lauf} anzupassen.",
    "G:Alle Kinder sollen sicher und in zumutbarer Zeit zur Schule und wieder nach Hause kommen.",
    "P:Wenn Erstklässler im Dunkeln an der Kreisstraße stehen gelassen werden, dann haben wir als {rat} "
    "versagt.",
    "P:Die neue Schülerjahreskarte nützt den Familien auch am Nachmittag.",
    "O:Der Verstärkerbus fährt am Ende halb leer durch die Gegend, und wir zahlen Jahr für Jahr.",
    "O:Die Mindestentfernung ist schon heute großzügiger als in den Nachbarkreisen.",
    "Q:Wie viele Beschwerden über überfüllte Schulbusse sind seit Beginn des Schuljahres eingegangen?",
    "A:Seit Schuljahresbeginn sind {klein2} Beschwerden eingegangen, davon betrafen {klein} die Linie {ort} "
    "– {ort2}.",
    "Q:Welche Kosten entstehen {td} jährlich für die Schülerbeförderung?",
    "A:Der Haushaltsansatz für das laufende Jahr beträgt {betrag}; er wird voraussichtlich ausgeschöpft.",
    "C:Schülerbeförderungs Schulbus Haltestellen Fahrplan Schulweg Zeitkarten Verkehrsvertrags Linienbündel",
    NULL};

static const char *const jugend[] = {
    "T:Offene Jugendarbeit in {ort}: Zuschuss für das Jugendzentrum {name}",
    "T:Jugendhilfeplanung: Bericht über die Hilfen zur Erziehung im Jahr {vjahr}",
    "T:Einrichtung eines Jugendbeirates",
    "T:Bau einer Skateanlage in {ort}",
    "V:f|Förderung|Förderung|des Jugendzentrums {name} in {ort}",
    "R:Das Jugendzentrum {name} wird an {klein} Tagen in der Woche geöffnet und täglich von rund {zahl} "
    "Jugendlichen besucht.",
    "R:In der Sozialraumkonferenz vom {datum} wurde deutlich, dass Jugendliche in {ort} kaum Treffpunkte "
    "haben, die nichts kosten.",
    "R:Die Zahl der Hilfen zur Erziehung ist gegenüber dem Vorjahr um {proz2} Prozent gestiegen.",
    "R:Der bisherige Mietvertrag für die Räume {instr} läuft zum {frist} aus.",
    "M:Die Stelle der hauptamtlichen Leitung wird unbefristet eingerichtet und mit einer halben Stelle "
    "verstärkt.",
    "M:Jugendliche werden in einer Zukunftswerkstatt an der Planung beteiligt; die Ergebnisse werden im "
    "Ausschuss vorgestellt.",
    "M:Der {verein} stellt das Grundstück kostenlos zur Verfügung und übernimmt die Pflege.",
    "W:ein Konzept für die mobile Jugendarbeit in {ort} und {ort2} vorzulegen",
    "W:Jugendliche an allen sie betreffenden Planungen rechtzeitig zu beteiligen",
    "W:die Öffnungszeiten des Jugendzentrums {name} in den Ferien auszuweiten",
    "D:{Rn} bewilligt dem Träger des Jugendzentrums {name} einen jährlichen Zuschuss in Höhe von {lauf}.",
    "D:Der Zuschuss ist zunächst auf drei Jahre befristet; über die Verwendung ist jährlich zu berichten.",
    "G:Jugendliche sollen in {ort} einen Ort haben, an dem sie willkommen sind und mitgestalten können.",
    "P:Wer bei der Jugendarbeit spart, der zahlt später bei den Hilfen zur Erziehung doppelt.",
    "P:Ich war am letzten Freitag selbst im Jugendzentrum, und ich war beeindruckt, was dort ehrenamtlich "
    "geleistet wird.",
    "O:Die Vereine leisten dieselbe Arbeit ohne hauptamtliches Personal und ohne einen solchen Zuschuss.",
    "O:Mir fehlt in der Vorlage jede Aussage darüber, woran der Erfolg des Jugendzentrums gemessen werden "
    "soll.",
    "Q:Wie viele Jugendliche nutzen das Jugendzentrum {name} regelmäßig?",
    "A:Im Jahresmittel waren es {zahl} Jugendliche am Tag, davon {proz} Prozent Mädchen.",
    "Q:Welche Angebote bestehen für Jugendliche in {ort} außerhalb der Vereine?",
    "A:Neben dem Jugendzentrum bestehen ein Angebot der Kirchengemeinde und der Jugendbus, der {ort} einmal "
    "in der Woche anfährt.",
    "C:Jugendhilfe Jugendarbeits Jugendzentrums Erziehungshilfe Streetwork Jugendpflege Ferienpass "
    "Jugendschutz Sozialraum",
    NULL};

static const char *const pflegekinder[] = {
    "T:Anpassung der Pauschalbeträge für die Vollzeitpflege",
    "T:Einrichtung eines Familienbüros in {ort}",
    "T:Frühe Hilfen: Fortführung des Netzwerkes ab {njahr}",
    "V:f|Fortführung|Fortführung|des Netzwerkes Frühe Hilfen in {ort}",
    "R:Im Berichtsjahr wurden {zahl} Kinder und Jugendliche in Vollzeitpflege betreut; {klein} "
    "Pflegefamilien kamen neu hinzu.",
    "R:Die Pauschalbeträge für die Vollzeitpflege wurden zuletzt im Jahr {vvjahr} angepasst.",
    "R:Familien mit Säuglingen nehmen die Begleitung durch Familienhebammen in {ort} zunehmend in Anspruch.",
    "R:Die Förderung des Bundes ist bis zum {frist} befristet.",
    "M:Das Familienbüro berät Eltern in allen Fragen der Kinderbetreuung und vermittelt an die zuständigen "
    "Stellen weiter.",
    "M:Die Pauschalbeträge werden künftig jährlich entsprechend den Empfehlungen des Landes fortgeschrieben.",
    "M:Für die Koordination wird eine Stelle mit {klein2} Wochenstunden eingerichtet.",
    "W:die Zusammenarbeit mit Hebammen, Kinderärzten und Beratungsstellen vertraglich zu regeln",
    "W:dem Jugendhilfeausschuss halbjährlich über die Fallzahlen zu berichten",
    "D:{Rn} beschließt die Fortführung des Netzwerkes Frühe Hilfen und stellt dafür jährlich {lauf} bereit.",
    "D:Der Bericht der Verwaltung wird zur Kenntnis genommen.",
    "G:Hilfen sollen Familien erreichen, bevor aus einer Belastung eine Krise wird.",
    "P:Jede Familie, die früh Hilfe findet, ist ein Gewinn, auch für unseren Haushalt.",
    "P:Die Familienhebammen genießen ein Vertrauen, das eine Behörde allein nie haben kann.",
    "O:Es handelt sich um eine freiwillige Leistung, und wir sollten sie auch so behandeln.",
    "O:Wir vermissen eine Aussage dazu, was nach dem Ende der Bundesförderung geschieht.",
    "Q:Wie viele Pflegefamilien stehen derzeit zur Verfügung?",
    "A:Derzeit stehen {zahl} Pflegefamilien zur Verfügung, davon {klein} für die Bereitschaftspflege.",
    "Q:Wie hoch sind die Aufwendungen für stationäre Unterbringungen?",
    "A:Die Aufwendungen betrugen im letzten abgeschlossenen Haushaltsjahr {betrag}.",
    "C:Familienhilfe Pflegekinder Vormundschafts Familienbüro Hebammen Kinderschutz Elterngeld "
    "Erziehungsberatungs",
    NULL};

static const char *const fluechtlinge[] = {
    "T:Unterbringung von Flüchtlingen in {ort}: Anmietung des Gebäudes {instr}",
    "T:Errichtung einer Gemeinschaftsunterkunft in {ort}",
    "T:Integrationskonzept: Sprachkurse und Begleitung durch Ehrenamtliche",
    "V:f|Errichtung|Errichtung|einer Gemeinschaftsunterkunft {instr} in {ort}",
    "R:Nach der Zuweisungsquote des Landes sind bis zum {frist} weitere {zahl2} Personen aufzunehmen.",
    "R:Die vorhandenen Wohnungen sind belegt; die Belegung der Turnhalle in {ort2} soll so bald wie möglich "
    "beendet werden.",
    "R:Das Gebäude {instr} steht seit {vjahr} leer und ist in einem baulich brauchbaren Zustand.",
    "R:In {ort} hat sich ein Kreis von {zahl} {gd:Helfer} gebildet, der Patenschaften und Fahrdienste "
    "übernimmt.",
    "M:In der Unterkunft stehen {zahl} Plätze in abgeschlossenen Wohneinheiten mit eigener Küche zur "
    "Verfügung.",
    "M:Ein Sicherheitsdienst ist in den Nachtstunden vor Ort; die Sozialbetreuung übernimmt ein "
    "Wohlfahrtsverband.",
    "M:Vor der Belegung findet eine Versammlung der {g:Anwohner} im Dorfgemeinschaftshaus {ort} statt.",
    "W:vorrangig dezentralen Wohnraum für geflüchtete Menschen anzumieten",
    "W:Sprachkurse auch in {ort} und nicht nur in der Kreisstadt anzubieten",
    "W:den {rat} monatlich über die Belegung der Unterkünfte zu unterrichten",
    "D:{Rn} stimmt der Errichtung einer Gemeinschaftsunterkunft {instr} in {ort} zu.",
    "D:Die überplanmäßigen Aufwendungen in Höhe von {betrag} werden genehmigt.",
    "G:Geflüchtete Menschen sollen menschenwürdig untergebracht werden und rasch Anschluss im Ort finden.",
    "P:Hinter jeder Zuweisungszahl steht ein Mensch, und ich bin stolz auf das, was die Ehrenamtlichen in "
    "{ort} leisten.",
    "P:Eine kleine Unterkunft im Ort ist allemal besser als eine große Halle am Rand.",
    "O:Ein Ort mit so wenigen {gd:Einwohner} wie {ort} wird mit einer solchen Unterkunft überfordert.",
    "O:Das Land muss die Kosten endlich vollständig erstatten, statt sie auf uns abzuwälzen.",
    "Q:Wie viele geflüchtete Menschen sind derzeit in {ort} untergebracht?",
    "A:Zurzeit leben in {ort} {zahl2} geflüchtete Menschen, davon {zahl} Kinder und Jugendliche.",
    "Q:Wie viele Plätze in Sprachkursen stehen zur Verfügung?",
    "A:Es bestehen {klein} Kurse mit zusammen {zahl} Plätzen; die Wartezeit beträgt etwa drei Monate.",
    "C:Flüchtlings Unterbringungs Integrations Sprachkurs Asylbewerber Gemeinschaftsunterkunfts Zuweisungs "
    "Ehrenamts",
    NULL};

static const char *const krankenhaus[] = {
    "T:Kreiskrankenhaus {ort}: Erhalt der Geburtshilfe",
    "T:Kreiskrankenhaus {ort}: Umbau der Notaufnahme",
    "T:Jahresabschluss {vjahr} des Kreiskrankenhauses {ort}",
    "T:Künftige Struktur der stationären Versorgung im Landkreis",
    "V:m|Erhalt|Erhalts|der Geburtshilfe am Kreiskrankenhaus {ort}",
    "R:Das Kreiskrankenhaus {ort} hat das Geschäftsjahr {vjahr} mit einem Fehlbetrag von {betrag} "
    "abgeschlossen.",
    "R:In der Notaufnahme werden jährlich rund {zahl3} {g2:Patient} behandelt, obwohl sie nur für die Hälfte "
    "ausgelegt ist.",
    "R:In der Geburtshilfe sind im vergangenen Jahr {zahl2} Kinder zur Welt gekommen.",
    "R:Nach dem Krankenhausplan des Landes ist der Standort {ort} mit {zahl2} Planbetten ausgewiesen.",
    "M:Die Notaufnahme erhält einen getrennten Zugang für liegend eingelieferte {g2:Patient} sowie {klein} "
    "zusätzliche Behandlungsräume.",
    "M:Mit dem Klinikum der Nachbarstadt wird ein Kooperationsvertrag über den ärztlichen "
    "Bereitschaftsdienst geschlossen.",
    "M:Der Fehlbetrag wird aus dem Kreishaushalt ausgeglichen; die Geschäftsführung legt ein "
    "Konsolidierungskonzept vor.",
    "W:alle Möglichkeiten zum Erhalt der Geburtshilfe in {ort} auszuschöpfen",
    "W:ein unabhängiges Gutachten über die künftige Krankenhausstruktur in Auftrag zu geben",
    "W:die Beschäftigten und ihre Vertretungen frühzeitig in die Überlegungen einzubeziehen",
    "D:{Rn} bekennt sich zum Standort {ort} des Kreiskrankenhauses und zum Erhalt der Geburtshilfe.",
    "D:Der Fehlbetrag des Kreiskrankenhauses {ort} in Höhe von {betrag} wird aus dem Kreishaushalt "
    "ausgeglichen.",
    "G:Die Bevölkerung im ländlichen Raum soll auch künftig wohnortnah medizinisch versorgt werden.",
    "P:Eine werdende Mutter darf nicht eine Stunde fahren müssen, bis sie einen Kreißsaal erreicht.",
    "P:Das Krankenhaus ist der zweitgrößte Arbeitgeber in {ort}; wir tragen Verantwortung für {zahl2} "
    "Beschäftigte.",
    "O:Wir gleichen hier Jahr für Jahr Verluste aus, ohne dass sich an der Struktur etwas ändert.",
    "O:Qualität entsteht durch Fallzahlen, und die fehlen in {ort} nun einmal.",
    "Q:Wie hat sich die Zahl der Geburten am Kreiskrankenhaus {ort} entwickelt?",
    "A:Die Zahl der Geburten lag im vergangenen Jahr bei {zahl2} und damit {proz2} Prozent unter dem "
    "Vorjahr.",
    "Q:Wie viele Stellen im ärztlichen und pflegerischen Dienst sind unbesetzt?",
    "A:Unbesetzt sind {klein} Stellen im ärztlichen und {klein2} Stellen im pflegerischen Dienst.",
    "C:Krankenhaus Klinik Notaufnahme Geburtshilfe Bettenbedarfs Pflegepersonal Rettungsdienst Gesundheits "
    "Bereitschaftsdienst Investitions",
    NULL};

static const char *const rettung[] = {
    "T:Fortschreibung des Rettungsdienstbedarfsplanes",
    "T:Neubau einer Rettungswache in {ort}",
    "T:Ärztliche Versorgung im ländlichen Raum: Förderprogramm für Hausarztpraxen",
    "V:m|Neubau|Neubaus|der Rettungswache {instr} in {ort}",
    "R:Die gesetzliche Hilfsfrist von 15 Minuten wird im Bereich {ort} nur in {proz} Prozent der Einsätze "
    "eingehalten.",
    "R:Die Zahl der Einsätze ist in den letzten fünf Jahren um {proz2} Prozent gestiegen.",
    "R:Die bisherige Rettungswache ist in einer Garage {instr} untergebracht; Ruheräume und eine "
    "Desinfektionsschleuse fehlen.",
    "R:In {ort} werden in den kommenden Jahren {klein} Hausarztsitze frei, ohne dass eine Nachfolge "
    "gesichert ist.",
    "M:Am Standort {ort} wird ein zweiter Rettungswagen rund um die Uhr vorgehalten.",
    "M:Die neue Wache erhält {klein} Stellplätze, getrennte Umkleiden und einen Schulungsraum.",
    "M:{g:Ärztin} erhalten bei einer Niederlassung einen einmaligen Zuschuss von höchstens {lauf}.",
    "W:die Hilfsfristen getrennt nach Gemeinden auszuwerten und zu veröffentlichen",
    "W:mit den Kostenträgern über einen zusätzlichen Rettungswagen in {ort} zu verhandeln",
    "D:Dem Neubau der Rettungswache {instr} in {ort} zum Preis von {betrag} wird zugestimmt.",
    "D:{Rn} beschließt den Rettungsdienstbedarfsplan in der vorliegenden Fassung.",
    "G:In jedem Ort soll im Notfall innerhalb der Hilfsfrist geholfen werden.",
    "P:Beim Rettungsdienst entscheiden Minuten, und in {ort} sind es zu viele.",
    "P:Die Besatzungen leisten Außerordentliches unter Bedingungen, die niemand von uns hinnehmen würde.",
    "O:Die Krankenkassen werden den zusätzlichen Wagen nicht bezahlen, und dann bleiben die Kosten an uns "
    "hängen.",
    "O:Der vorgesehene Standort {instr} liegt mitten in einem Wohngebiet.",
    "Q:In wie vielen Fällen wurde die Hilfsfrist im Bereich {ort} überschritten?",
    "A:Im Jahr {vjahr} wurde die Hilfsfrist in {zahl} von {zahl2} Fällen überschritten.",
    "Q:Wann ist mit der Fertigstellung der neuen Wache zu rechnen?",
    "A:Bei planmäßigem Verlauf kann die Wache {instr} Ende {njahr} in Betrieb gehen.",
    "C:Rettungsdienst Rettungswachen Notarzt Hilfsfrist Einsatz Leitstellen Hausarzt Krankentransport "
    "Bedarfs",
    NULL};

static const char *const senioren[] = {
    "T:Einrichtung eines Pflegestützpunktes in {ort}",
    "T:Seniorenbericht {vjahr} und örtliche Pflegeplanung",
    "T:Bildung eines Seniorenbeirates",
    "V:f|Einrichtung|Einrichtung|eines Pflegestützpunktes in {ort}",
    "R:Der Anteil der über Achtzigjährigen wird in {ort} bis zum Jahr {nnjahr} auf {proz2} Prozent steigen.",
    "R:Pflegende Angehörige finden sich in der Vielzahl der Leistungen und Zuständigkeiten oft nicht "
    "zurecht.",
    "R:In {ort} fehlen nach der Pflegestatistik {klein2} Plätze in der Tagespflege.",
    "R:Viele ältere {g:Bürger} möchten so lange wie möglich in der vertrauten Umgebung wohnen bleiben.",
    "M:Der Pflegestützpunkt berät neutral und kostenlos; an zwei Tagen in der Woche werden Hausbesuche "
    "angeboten.",
    "M:Der Seniorenbeirat besteht aus {klein} Mitgliedern, die von den Verbänden vorgeschlagen werden.",
    "M:Die Wohnberatung wird gemeinsam mit dem {verein} aufgebaut.",
    "W:ein Konzept für altersgerechtes Wohnen in {ort} zu erarbeiten",
    "W:den öffentlichen Raum in {ort} auf Barrieren und fehlende Sitzgelegenheiten zu überprüfen",
    "D:{Rn} beschließt die Einrichtung eines Pflegestützpunktes in {ort} zum {frist}.",
    "D:Der Seniorenbericht wird zur Kenntnis genommen.",
    "G:Ältere Menschen sollen selbstbestimmt wohnen und am Leben im Ort teilhaben können.",
    "P:Die beste Beratung nützt nichts, wenn man für sie dreißig Kilometer fahren muss.",
    "P:Der Seniorenbeirat hat uns in dieser Frage ausgezeichnet vorgearbeitet.",
    "O:Wir schaffen hier Doppelstrukturen, denn die Pflegekassen sind zur Beratung ohnehin verpflichtet.",
    "O:Ein Beirat ohne eigene Mittel bleibt ein Feigenblatt.",
    "Q:Wie viele Plätze in der Kurzzeit- und Tagespflege stehen im Bereich {ort} zur Verfügung?",
    "A:Es stehen {klein2} Plätze in der Tagespflege und {klein} Plätze in der Kurzzeitpflege zur Verfügung.",
    "Q:Welche Maßnahmen plant die Verwaltung gegen Vereinsamung im Alter?",
    "A:Gemeinsam mit den Kirchengemeinden wird ein Besuchsdienst aufgebaut, der zum {frist} beginnen soll.",
    "C:Senioren Pflege Tagespflege Altenhilfe Wohnberatungs Pflegestützpunkt Demenz Barrierefreiheits "
    "Generationen",
    NULL};

static const char *const soziales[] = {
    "T:Richtlinien für die Kosten der Unterkunft ab {njahr}",
    "T:Zuschuss an die Schuldnerberatungsstelle in {ort}",
    "T:Sozialbericht {vjahr}",
    "T:Sozialer Wohnungsbau: Belegrechte {instr} in {ort}",
    "V:f|Neufassung|Neufassung|der Richtlinien für die Kosten der Unterkunft",
    "R:Die Zahl der leistungsberechtigten Haushalte ist im Bereich {ort} auf {zahl3} gestiegen.",
    "R:Die Mietobergrenzen beruhen auf Daten des Jahres {vvjahr} und halten einer gerichtlichen Überprüfung "
    "nicht mehr stand.",
    "R:Die Beratungsstelle führte im Berichtsjahr {zahl2} Gespräche; die Wartezeit auf einen Termin beträgt "
    "inzwischen acht Wochen.",
    "R:In {ort} sind seit {vjahr} für {zahl} Wohnungen die Belegbindungen ausgelaufen.",
    "M:Die Mietobergrenzen werden nach einem schlüssigen Konzept für {klein} Vergleichsräume neu "
    "festgesetzt.",
    "M:Der Zuschuss wird in zwei Raten ausgezahlt; der Verwendungsnachweis ist bis zum {frist} vorzulegen.",
    "M:Der Wohnungsbaugesellschaft werden zinsgünstige Darlehen für {klein2} Wohnungen gewährt.",
    "W:ein schlüssiges Konzept zur Angemessenheit der Mieten durch ein Fachbüro erstellen zu lassen",
    "W:die Zahl der Stromsperren bei den Versorgern abzufragen und darüber zu berichten",
    "D:{Rn} beschließt die Richtlinien für die Kosten der Unterkunft mit Wirkung vom {frist}.",
    "D:Der Schuldnerberatungsstelle wird ein Zuschuss in Höhe von {lauf} gewährt.",
    "G:Niemand soll seine Wohnung verlieren, weil die Hilfe zu spät kommt.",
    "P:Armut ist auch auf dem Land eine Tatsache, sie ist nur weniger sichtbar.",
    "P:Die Beratungsstelle arbeitet seit Jahren am Limit und hat diese Aufstockung verdient.",
    "O:Wir legen Mietobergrenzen fest, und am nächsten Tag passen sich die Mieten daran an.",
    "O:Soziale Leistungen sind wichtig, aber sie müssen zielgenau sein.",
    "Q:Wie viele Haushalte waren im letzten Jahr von Wohnungslosigkeit bedroht?",
    "A:Der Verwaltung wurden {zahl} Räumungsklagen bekannt; in {klein2} Fällen konnte die Wohnung erhalten "
    "werden.",
    "Q:Wie lange dauert derzeit die Bearbeitung eines Erstantrages?",
    "A:Die durchschnittliche Bearbeitungszeit beträgt {klein} Wochen.",
    "C:Sozialhilfe Unterkunftskosten Wohngeld Grundsicherungs Schuldnerberatungs Wohnraum Mietobergrenzen "
    "Sozialleistungs Teilhabe",
    NULL};

static const char *const gleichstellung[] = {
    "T:Gleichstellungsplan für die Kreisverwaltung",
    "T:Bericht der Gleichstellungsbeauftragten für das Jahr {vjahr}",
    "T:Zuschuss für das Frauenhaus in {ort}",
    "V:f|Förderung|Förderung|des Frauenhauses in {ort}",
    "R:Das Frauenhaus in {ort} musste im vergangenen Jahr {zahl} Frauen mit ihren Kindern abweisen, weil "
    "kein Zimmer frei war.",
    "R:Unter den {gd:Mitarbeiter} der Verwaltung beträgt der Frauenanteil {proz} Prozent, in den "
    "Leitungsstellen jedoch nur {proz2} Prozent.",
    "R:Der geltende Gleichstellungsplan läuft zum {frist} aus.",
    "R:Teilzeitkräfte nehmen an Fortbildungen deutlich seltener teil als Vollzeitkräfte.",
    "M:Bei Stellenausschreibungen wird künftig geprüft, ob die Aufgabe in Teilzeit oder im geteilten Amt "
    "wahrgenommen werden kann.",
    "M:Für das Frauenhaus werden {klein} zusätzliche Plätze und eine halbe Stelle für die Beratung der "
    "Kinder finanziert.",
    "M:Eine Arbeitsgruppe begleitet die Umsetzung und berichtet jährlich.",
    "W:ein Konzept zur Umsetzung des Übereinkommens gegen Gewalt an Frauen vorzulegen",
    "W:bei allen Beschlussvorlagen die Auswirkungen auf Frauen und Männer darzustellen",
    "D:{Rn} beschließt den Gleichstellungsplan in der Fassung der Anlage.",
    "D:Der Zuschuss für das Frauenhaus in {ort} wird auf jährlich {lauf} erhöht.",
    "G:Frauen und Männer sollen in Beruf und öffentlichem Leben die gleichen Möglichkeiten haben.",
    "P:Es ist beschämend, dass Frauen in Not abgewiesen werden müssen, weil ein paar tausend {waehr} fehlen.",
    "P:Der Gleichstellungsplan ist endlich mehr als eine Sammlung guter Absichten.",
    "O:Der Plan schreibt sehr viel vor, sagt aber nichts darüber, was geschieht, wenn die Ziele verfehlt "
    "werden.",
    "O:Die Nachbarlandkreise beteiligen sich bisher nicht an den Kosten des Frauenhauses.",
    "Q:Wie viele Frauen konnten im vergangenen Jahr nicht im Frauenhaus aufgenommen werden?",
    "A:Abgewiesen werden mussten {zahl} Frauen mit zusammen {zahl} Kindern.",
    "Q:Wie hoch ist der Anteil der Frauen in Leitungsstellen der Verwaltung?",
    "A:Der Anteil beträgt {proz2} Prozent, im Vorjahr lag er geringfügig niedriger.",
    "C:Gleichstellungs Frauenförder Frauenhaus Gewaltschutz Teilzeit Stellenbesetzungs Fortbildungs "
    "Beratungs",
    NULL};

const struct rat_gen_topic rat_gen_topics_social[] = {
    {"kita", RAT_GEN_FOR_TOWN, 'J', 'J', 1975, 2100, 400, 4800, kita},
    {"grundschule", RAT_GEN_FOR_TOWN, 'S', 'S', 1975, 2100, 180, 5200, grundschule},
    {"gymnasium", RAT_GEN_FOR_KREIS, 'S', 'S', 1975, 2100, 900, 9800, gymnasium},
    {"schulbus", RAT_GEN_FOR_KREIS, 'S', 'S', 1975, 2100, 900, 6000, schulbus},
    {"jugend", RAT_GEN_FOR_BOTH, 'J', 'J', 1975, 2100, 60, 480, jugend},
    {"pflegekinder", RAT_GEN_FOR_KREIS, 'J', 'J', 1990, 2100, 80, 900, pflegekinder},
    {"fluechtlinge", RAT_GEN_FOR_BOTH, 'Z', 'Z', 1989, 2100, 250, 3900, fluechtlinge},
    {"krankenhaus", RAT_GEN_FOR_KREIS, 'Z', 'G', 1975, 2100, 600, 8700, krankenhaus},
    {"rettung", RAT_GEN_FOR_KREIS, 'Z', 'R', 1978, 2100, 350, 3200, rettung},
    {"senioren", RAT_GEN_FOR_BOTH, 'Z', 'Z', 1980, 2100, 50, 400, senioren},
    {"soziales", RAT_GEN_FOR_KREIS, 'Z', 'Z', 1980, 2100, 60, 1900, soziales},
    {"gleichstellung", RAT_GEN_FOR_KREIS, 'Z', 'E', 1986, 2100, 40, 420, gleichstellung},
    {NULL, 0, 0, 0, 0, 0, 0, 0, NULL}};
