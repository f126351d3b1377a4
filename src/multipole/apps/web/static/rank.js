// Ranking the entries of an export's index as the server ranks its own: whole names, beginnings of
// names, words of names, words of texts; then how much there is of each.
const KIND_NAMES = { triangle: "Triangles", dyad: "Dyads", actor: "States and organisations", person: "Office holders", speaker: "Speakers", event: "Events", claim: "Claims", document: "Documents", outlet: "Outlets", "data set": "Data sets", measure: "Measures", question: "Questions" };
const KIND_ORDER = Object.keys(KIND_NAMES);

export function rankEntries(entries, text, most) {
  const key = plainWords(text);
  const words = key.split(" ").filter(Boolean);
  const kinds = {};
  entries.forEach(function (entry) {
    const score = scoreEntry(entry, key, words);
    if (!score) return;
    (kinds[entry.kind] = kinds[entry.kind] || []).push({ score: score + Math.log1p(entry.weight || 0), entry: entry });
  });
  const groups = Object.keys(kinds).map(function (kind) {
    const found = kinds[kind].sort(function (a, b) { return b.score - a.score || (a.entry.label < b.entry.label ? -1 : 1); });
    return { kind: kind, name: KIND_NAMES[kind], of: found.length, best: found[0].score, rows: found.slice(0, most).map(function (one) { return one.entry; }) };
  });
  return groups.sort(function (a, b) { return b.best - a.best || KIND_ORDER.indexOf(a.kind) - KIND_ORDER.indexOf(b.kind); });
}

function plainWords(text) {
  return text.normalize("NFKD").replace(/[\u0300-\u036f.]/g, "").toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean).join(" ");
}

function scoreEntry(entry, key, words) {
  if (!words.length) return 0;
  let best = 0;
  entry.names.forEach(function (name) { best = Math.max(best, name === key ? 100 : name.startsWith(key) ? 70 : 0); });
  const all = words.every(function (word) {
    return entry.words.some(function (held) { return held.startsWith(word); });
  });
  if (!best && all) best = pairNamed(entry, words) ? 150 : 10;
  return best;
}

function pairNamed(entry, words) {
  if (entry.kind !== "dyad" && entry.kind !== "triangle") return false;
  return entry.names.some(function (name) { return words.every(function (word) { return name.split(" ").includes(word); }); });
}
