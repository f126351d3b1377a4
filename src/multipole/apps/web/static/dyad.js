// The composite of a dyad under weights that one moves: the formula of the server, at once.
export function offerMix(root) {
  root.querySelectorAll("#mix-form").forEach(function (form) {
    const parts = JSON.parse(form.parentElement.querySelector("#mix-parts").textContent);
    const sliders = Array.from(form.querySelectorAll("input[type=range]"));
    const usual = form.querySelector("#mix-usual");
    setMixFrom(new URLSearchParams(location.search).get("weights") || "", sliders);
    form.addEventListener("input", function () { showMix(form.parentElement, parts, sliders); keepMix(sliders); });
    usual.hidden = false;
    usual.addEventListener("click", function () {
      sliders.forEach(function (one) { one.value = one.dataset.usual; });
      showMix(form.parentElement, parts, sliders);
      keepMix(sliders);
    });
    showMix(form.parentElement, parts, sliders);
  });
}

// Weighted mean of the known parts with its ends, how much of the weight is known, and what the
// unknown parts leave open: as multipole.relations.composite has it.
export function mixOf(parts, weights) {
  const counted = parts.filter(function (part) { return weights[part.name] > 0; });
  const known = counted.filter(function (part) { return part.value !== null; });
  const all = sumOf(counted, function (part) { return weights[part.name]; });
  const told = sumOf(known, function (part) { return weights[part.name]; });
  if (!told) return { value: null, low: 0, high: 1, coverage: 0, least: 0, most: 1, spread: null };
  const mean = sumOf(known, function (part) { return weights[part.name] * part.value; }) / told;
  const low = sumOf(known, function (part) { return weights[part.name] * part.low; }) / told;
  const high = sumOf(known, function (part) { return weights[part.name] * part.high; }) / told;
  const apart = sumOf(known, function (part) { return weights[part.name] * (part.value - mean) ** 2; }) / told;
  const coverage = told / all;
  return {
    value: mean, low: Math.min(low, mean), high: Math.max(high, mean), coverage: coverage,
    least: coverage * mean, most: coverage * mean + 1 - coverage,
    spread: known.length > 1 ? Math.sqrt(apart) : null
  };
}

function sumOf(rows, of) {
  return rows.reduce(function (sum, row) { return sum + of(row); }, 0);
}

function weightsOf(sliders) {
  const weights = {};
  sliders.forEach(function (one) { weights[one.name.slice(2)] = Number(one.value); });
  return weights;
}

function showMix(section, parts, sliders) {
  const weights = weightsOf(sliders);
  const found = mixOf(parts, weights);
  const known = found.value !== null;
  const put = function (id, text) { section.querySelector("#mix-" + id).textContent = text; };
  put("value", known ? found.value.toFixed(3) : "unknown");
  put("range", "(" + found.low.toFixed(3) + " to " + found.high.toFixed(3) + ")");
  put("coverage", Math.round(found.coverage * 100) + "%");
  put("least", found.least.toFixed(3));
  put("most", found.most.toFixed(3));
  put("spread", found.spread === null ? "an unknown distance" : found.spread.toFixed(2));
  place(section.querySelector("#mix-reach"), found.least, found.most);
  place(section.querySelector("#mix-band"), found.low, found.high);
  section.querySelector("#mix-dot").setAttribute("cx", known ? 400 * found.value : -20);
  shareMix(sliders, parts, weights);
}

function shareMix(sliders, parts, weights) {
  const told = parts.filter(function (part) { return part.value !== null; });
  const whole = sumOf(told, function (part) { return weights[part.name]; });
  sliders.forEach(function (one) {
    const part = told.find(function (each) { return "w_" + each.name === one.name; });
    one.parentElement.querySelector("output").textContent = one.value;
    one.closest("tr").querySelector(".mix-share").textContent =
      part && whole ? Math.round(100 * weights[part.name] / whole) + "%" : "";
  });
}

function place(box, from, to) {
  box.setAttribute("x", 400 * from);
  box.setAttribute("width", 400 * (to - from));
}

// The weights that are moved stand in the address, so that a link shows the same.
function keepMix(sliders) {
  const moved = sliders.filter(function (one) { return one.value !== one.dataset.usual; });
  const words = moved.map(function (one) { return one.name.slice(2) + "=" + one.value; }).join(",");
  const here = new URL(location.href);
  if (words) here.searchParams.set("weights", words); else here.searchParams.delete("weights");
  try { history.replaceState(null, "", here); } catch (e) { /* a file keeps its address */ }
}

function setMixFrom(words, sliders) {
  words.split(",").forEach(function (pair) {
    const one = sliders.find(function (each) { return each.name === "w_" + pair.split("=")[0].trim(); });
    const weight = Number(pair.split("=")[1]);
    if (one && weight >= 0) one.value = weight;
  });
}
