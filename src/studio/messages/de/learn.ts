import type { Messages } from '../en.ts';
import { count, decimal } from '../format.ts';

const place = (row: number, column: number) => `Zeile ${row + 1}, Spalte ${column + 1}`;

/** The page that explains the method, in German. */
export const learn: Messages['learn'] = {
  title: 'Wie ein Bild gelegt wird',
  lead: 'Tessera zeichnet, wie ein Mosaik gelegt wird: aus einem festen Kasten voller Steine, einen Stein nach dem anderen, jeden mit Blick auf die schon gelegten. Jede Abbildung dieser Seite lässt sich bewegen, und die zehn nummerierten Gleichungen sind die der Veröffentlichung.',
  contents: 'Schritte des Rundgangs',
  numbered: (number, title) => `${number}. ${title}`,
  equation: (number) => `Gleichung ${number}`,
  equationsOf: (numbers) => `Gl. ${numbers.join(', ')}`,
  equations: {
    1: 'Attention von Q, K und V ist der Softmax von Q mal K transponiert durch die Wurzel aus d k, mal V',
    2: 'z q ist das quantisierte z Dach: in jeder Zelle der Code z k mit dem kleinsten Abstand zu z Dach',
    3: 'x Dach ist der Decoder G von z q, also G der quantisierten Kodierung E von x',
    4: 'der Verlust V Q ist das Quadrat des Unterschieds von x und x Dach, plus das von festgehaltener Kodierung und z q, plus das von festgehaltenem z q und Kodierung',
    5: 'der Verlust G A N ist der Logarithmus von D von x plus der Logarithmus von eins minus D von x Dach',
    6: 'die besten Netze sind die, für die der Verlust V Q plus Lambda mal der Verlust G A N am kleinsten ist, gegen den Diskriminator, für den er am größten ist',
    7: 'Lambda ist der Gradient des Rekonstruktionsverlusts an der letzten Schicht durch den Gradienten des Verlusts G A N dort plus Delta',
    8: 's i j ist die Nummer k des Codes, der bei i j liegt',
    9: 'der Verlust des Transformers ist der Erwartungswert des negativen Logarithmus von p von s',
    10: 'p von s gegeben c ist das Produkt über alle i von p von s i gegeben alles davor und c',
  },
  pick: {
    recorded:
      'Die markierten Token sind aufgezeichnet und brauchen keine Gewichte: eines drücken oder die Pfeiltasten benutzen. Es bleibt in den anderen Abbildungen gewählt. Sobald das Modell geladen ist, lässt sich jedes Token wählen.',
    any: 'Das Modell, das dieses Bild gezeichnet hat, ist geladen: Jedes Token lässt sich wählen, auch mit den Pfeiltasten. Es bleibt in den anderen Abbildungen gewählt.',
    asking: 'Das Modell wird gefragt …',
  },
  tiles: {
    title: 'Ein Kasten voller Steine',
    text: [
      'Ein Encoder E, ein Kasten voller Steine und ein Decoder G haben gemeinsam aus Tausenden von Fotos gelernt, ein Bild x durch wenige Zahlen zu beschreiben. Der Kasten heißt Codebook, jeder Stein darin Code. Sechzehn mal sechzehn Pixel werden durch die Nummer des Codes ersetzt, der sie am besten beschreibt; aus einem Bild von 256 × 256 Pixeln werden so 256 Zahlen, und der Decoder macht daraus wieder ein Bild.',
      'Der Regler lässt sich ziehen: links die Codes als einfache Steine, rechts das Bild, das der Decoder aus denselben Zahlen macht. Der Decoder sieht auf die Nachbarn; darum verschwinden die Fugen.',
    ],
    divider: 'Trennlinie zwischen Steinen und Bild',
    hover: (code, row, column) => `Code ${code} in ${place(row, column)}`,
    hint: 'Auf einen Stein zeigen, um seine Nummer zu sehen.',
    none: 'Zu dieser Seite gehört kein aufgezeichneter Lauf; deshalb fehlt die Abbildung.',
    picture: 'Dieselben Token als Steine und als Bild',
    more: 'Alle Codes stehen auf der Seite „Codebook“.',
  },
  quantize: {
    title: 'Der nächste Stein',
    text: [
      'Der Encoder gibt jeder Zelle des Bildes einen Vektor ẑ, der überall liegen kann. Quantisieren rückt ihn auf den nächsten Code des Codebooks 𝒵: Das ist alles, was von ihm bleibt.',
      'Unten liegen alle Codes des Modells, flach gelegt in die zwei Richtungen, in denen sie sich am meisten unterscheiden; jedes Feld enthält die Orte, die seinem Code am nächsten sind. Der Ring lässt sich ziehen. (In Wahrheit haben die Vektoren mehr Dimensionen; dort sind mehr Codes Nachbarn, als eine Ebene zeigen kann.)',
    ],
    figure: 'Ebene aller Codes mit einem Vektor zum Ziehen; auch die Pfeiltasten bewegen ihn',
    nearest: 'Nächste Codes',
    code: (code) => `Code ${code}`,
    distance: (distance) => decimal(distance, 1),
    said: (code, distance) => `Aus dem Vektor wird Code ${code}, im Abstand von ${decimal(distance, 1)}.`,
  },
  pull: {
    title: 'Wie die Steine gefunden wurden',
    text: [
      'Die Wahl des nächsten hat keinen Gradienten. Darum trägt das Training den Gradienten des Bildes über die Lücke hinweg und fügt zwei Terme hinzu, die sie schließen. In beiden hält sg[ ] eine Seite fest: Der zweite Term der Gleichung bewegt den Code zu den Vektoren, die ihn gewählt haben, der dritte hält den Encoder nahe an dem Code, den er gewählt hat. Der erste verlangt, dass das Bild dem Foto gleicht.',
      'Der Knopf geht Schritt für Schritt. Die Referenz gewichtet den dritten Term mit einem Viertel, damit die Codes dem Encoder folgen und nicht umgekehrt.',
    ],
    figure: 'Teil der Ebene; Code und Vektor bewegen sich aufeinander zu',
    step: 'Ein Schritt',
    again: 'Von vorn',
    weight: 'Gewicht des dritten Terms',
    said: (steps, code, gap) =>
      `Nach ${steps === 1 ? '1 Schritt' : `${count(steps)} Schritten`}: Die Lücke zu Code ${code} hat das Quadrat ${decimal(gap, 1)}, in beiden Termen.`,
  },
  balance: {
    title: 'Ein Richter für die Schärfe',
    text: [
      'Nur an seinen Pixeln gemessen, malt ein solches Netz Brei: das Mittel aller Texturen, die dort sein könnten. Darum lernt ein zweites Netz D, der Richter, Fotos x von Rekonstruktionen x̂ zu unterscheiden, Fleck für Fleck, und der Decoder lernt, für echt gehalten zu werden.',
      'Wie laut der Richter sein darf, wird bei jedem Schritt neu entschieden: λ macht seinen Zug an der letzten Schicht des Decoders so stark wie den der Rekonstruktion. Die Gradienten lassen sich verschieben; dann λ auf 1 stellen und noch einmal schieben.',
    ],
    real: 'D(x): wie echt ein Foto scheint',
    made: 'D(x̂): wie echt eine Rekonstruktion scheint',
    loss: (loss, even) =>
      `log D(x) + log(1 − D(x̂)) = ${decimal(loss, 2)}. Der Richter will das groß (höchstens 0), der Decoder klein; ein Richter, der nur raten kann, steht bei ${decimal(even, 2)}.`,
    reconstructionPull: '‖∇ der Rekonstruktion‖',
    adversarialPull: '‖∇ des Richters‖',
    weight: 'Gewicht λ',
    ways: { adaptive: 'λ aus Gleichung 7', fixed: 'λ = 1' },
    reconstruction: 'Die Rekonstruktion zieht mit',
    adversarial: 'Der Richter zieht mit',
    pull: (value) => decimal(value, 2),
    said: (lambda) =>
      `λ = ${lambda >= 1e4 ? `${count(lambda)}, wo die Referenz abschneidet` : decimal(lambda, 2)}`,
  },
  order: {
    title: 'Ein Bild als Satz',
    text: [
      'Nun ist jedes Bild ein Raster aus Zahlen s, und ein Raster, von links oben Zeile für Zeile gelesen, ist ein Satz. Ein Transformer schreibt ihn, wie ein Sprachmodell Wörter schreibt: Vor jeder Zahl gibt er allen Codes eine Bewertung, und einer wird gezogen. Was gezogen ist, bleibt, und die nächste Wahl hängt davon ab.',
    ],
    position: 'Gelegte Token',
    figure: 'Das Bild, während es gelegt wird',
  },
  attention: {
    title: 'Wohin er sieht',
    text: [
      'Für seine Bewertungen fragt der Transformer jedes Token davor: Jedes bietet einen Schlüssel (eine Zeile von K) und etwas zu sagen (eine Zeile von V). Die Frage Q des Ortes, der zu füllen ist, wird mit allen Schlüsseln verglichen, und die Antwort ist das Mittel dessen, was sie sagen, gewichtet mit dem Softmax der Vergleiche. Das geschieht in mehreren Köpfen nebeneinander und in jeder Schicht von neuem.',
      'Gold ist, wohin der Schritt des gewählten Tokens gesehen hat. Eine Schicht lässt sich wählen, und ob die Token des Bildes oder die des Layouts gezeigt werden.',
    ],
    figure: 'Bild mit der Attention des Schritts eines Tokens',
    layer: 'Schicht',
    allLayers: 'Mittel aller',
    layerOf: (layer, layers) => `${layer} von ${layers}`,
    onto: 'Attention auf',
    ontoWhat: { picture: 'Gelegte Token', condition: 'Layout' },
    said: (row, column, share) =>
      `Schritt von ${place(row, column)}: ${Math.round(share * 100)} % seiner Attention liegen auf dem Layout.`,
  },
  draw: {
    title: 'Einen Code ziehen',
    text: [
      'Die Bewertungen werden zu Wahrscheinlichkeiten. Die Temperatur schärft oder glättet sie, Top-k behält die k besten, Top-p die besten, die zusammen einen Anteil erreichen. Was bleibt, liegt aneinandergereiht, und eine Zahl u zwischen 0 und 1 zeigt auf einen davon.',
      'Dies sind die Bewertungen, mit denen das gewählte Token dieses Bildes gezogen wurde. Die Regler zeigen, was sonst hätte liegen können.',
    ],
    picture: 'Bild mit dem Token, dessen Zug gezeigt wird',
    figure: 'Die zwanzig wahrscheinlichsten Codes',
    number: 'Zahl u',
    said: (code, kept, entropy) =>
      `u wählt Code ${code}. ${kept === 1 ? 'Nur ein Code kann' : `${count(kept)} Codes können`} gezogen werden; Entropie ${decimal(entropy, 2)} Nats.`,
    bar: (code, percent) => `Code ${code}: ${percent}`,
  },
  surprise: {
    title: 'Was das Training verlangt',
    text: [
      'Das Training zeigt dem Transformer die Raster wirklicher Bilder und verlangt nur eines: der Zahl, die als nächste kommt, eine hohe Wahrscheinlichkeit zu geben. Der Verlust ist das Mittel von −log p, der Überraschung, in Nats.',
      'Links die Token, rechts die Überraschung bei jedem. Gemischt sind noch alle Steine da, aber sie folgen nicht mehr auseinander, und der Transformer ist von fast allen überrascht.',
    ],
    way: 'Reihenfolge der Token',
    ways: { drawn: 'Wie gezogen', shuffled: 'Gemischt' },
    picture: 'Die Token',
    figure: 'Überraschung bei jedem Token',
    mean: (nats, codes) =>
      `Im Mittel ${decimal(nats, 2)} Nats je Token: so unsicher wie unter ${count(codes)} gleichen Codes.`,
    at: (row, column, nats) => `In ${place(row, column)}: ${decimal(nats, 2)} Nats.`,
  },
  condition: {
    title: 'Vom Layout gesagt',
    text: [
      'Woher weiß er, wohin Wasser gehört? Das Layout c wird von einem eigenen Codebook in Token verwandelt und vor den Satz geschrieben. Sonst ändert sich nichts: Jede Wahrscheinlichkeit ist nun eine gegeben c.',
      'Unten sind die Token vor dem gewählten immer dieselben, und nur das Layout ist ein anderes: das eigene des Laufs, überall dasselbe Label, oder nichts. Ein goldener Balken ist der Code, der gezogen wurde.',
    ],
    told: 'Dem Transformer wird gesagt',
    own: 'Eigenes Layout',
    nothing: 'Nichts',
    picture: 'Bild mit dem Token, dessen Wahrscheinlichkeiten gezeigt werden',
    figure: 'Die wahrscheinlichsten Codes unter diesem Layout',
    said: (codes, share, told) =>
      `Mit „${told}“ halten die ${count(codes)} Codes oben ${Math.round(share * 100)} % der Wahrscheinlichkeit.`,
  },
  window: {
    title: 'Das Fenster',
    text: [
      'Der Transformer sieht 16 × 16 Token auf einmal. Bei einem größeren Bild gleitet dieses Fenster, und das Token, das gerade gezogen wird, liegt in seiner Mitte, außer nahe am Rand. Unten liegt ein Raster von 40 × 26 Token. Wer auf eine Zelle zeigt oder die Pfeiltasten benutzt, sieht das Fenster in Gold; die kräftigen Zellen sind die Token, die es schon sehen kann.',
      'Das Fenster bei jedem Token zu verschieben ist teuer, denn alles darin muss neu berechnet werden. Die Schrittmodi lassen es vier oder acht Token lang stehen.',
    ],
    mode: 'Fenstermodus',
    figure: 'Raster aus Token mit dem Fenster eines davon',
    said: (row, column, seen) =>
      `Zeile ${row + 1}, Spalte ${column + 1}: ${count(seen)} Token des Bildes sind in Sicht.`,
    cost: (positions, ratio) => `Das ganze Raster braucht ${positions} Schritte des Transformers${ratio}.`,
    ratio: (times) => `, ${times < 10 ? decimal(times, 1) : count(times)}-mal weniger als „Exakt“`,
    count,
  },
  seed: {
    title: 'Der Seed',
    text: [
      'Die Zahl u, die über jeden Zug entscheidet, kommt vom Seed und vom Ort der Zelle und von nichts sonst. Darum ergibt derselbe Seed dasselbe Bild, in welcher Reihenfolge die Zellen auch gezogen werden, mit Grafikkarte oder ohne; und ein unterbrochener Lauf geht weiter, als wäre nichts geschehen.',
      'Jedes Quadrat ist die Zahl einer Zelle: dunkel ist 0, hell ist 1.',
    ],
    figure: 'Die Zahlen von 32 × 16 Zellen bei diesem Seed',
    seed: 'Seed',
  },
  end: {
    title: 'Das ist alles',
    text: 'Zwei Netze, eine Liste von Zahlen. Das Verfahren stammt von Esser, Rombach und Ommer, „Taming Transformers for High-Resolution Image Synthesis“ (CVPR 2021). An den Bildern des Studios lässt sich jedes Token ebenso befragen: einfach eines drücken.',
    start: 'Etwas malen',
  },
};
