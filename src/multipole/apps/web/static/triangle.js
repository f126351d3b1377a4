// The triangle's scrubber: every year is in the page, so moving it draws at once.
export function scrubTriangle(root) {
  root.querySelectorAll("form[data-tri-years]").forEach(function (form) {
    const section = form.closest("section");
    const years = JSON.parse(section.querySelector("#tri-years").textContent);
    const slider = form.querySelector("input[type=range]");
    const go = form.querySelector("[data-tri-go]");
    if (go) go.hidden = true;
    slider.addEventListener("input", function () { triangleShow(section, triangleOf(years, slider.value)); });
    slider.addEventListener("change", function () { triangleKeep(slider.value); });
    section.querySelectorAll("[data-tri-year] a").forEach(function (link) {
      link.addEventListener("click", function (event) {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        slider.value = link.closest("[data-tri-year]").dataset.triYear;
        triangleShow(section, triangleOf(years, slider.value));
        triangleKeep(slider.value);
      });
    });
  });
}

function triangleOf(years, value) {
  return years.filter(function (one) { return String(one.year) === String(value); })[0];
}

function triangleShow(section, year) {
  if (!year) return;
  section.querySelectorAll("[data-tri=year]").forEach(function (place) { place.textContent = year.year; });
  section.querySelector("[data-tri=sentence]").textContent = year.sentence;
  year.edges.forEach(function (edge, n) { triangleEdge(section, edge, n); });
  section.querySelectorAll("[data-tri-year]").forEach(function (row) {
    if (row.dataset.triYear === String(year.year)) row.setAttribute("aria-current", "true");
    else row.removeAttribute("aria-current");
  });
}

function triangleEdge(section, edge, n) {
  const drawn = section.querySelector("[data-tri-edge='" + n + "']");
  drawn.setAttribute("class", "tri-edge " + edge.side);
  drawn.querySelector(".band").setAttribute("stroke-width", edge.band);
  const core = drawn.querySelector(".core");
  core.setAttribute("stroke-width", edge.core);
  core.setAttribute("stroke-dasharray", edge.dash);
  const link = section.querySelector("[data-tri-words='" + n + "']");
  if (link) link.setAttribute("aria-label", edge.words + ". To the dyad.");
  const rule = drawn.querySelector(".rule");
  rule.dataset.seen = edge.seen;
  rule.querySelector(".span").setAttribute("x", edge.from);
  rule.querySelector(".span").setAttribute("width", edge.long);
  ["x1", "x2"].forEach(function (end) { rule.querySelector(".mark").setAttribute(end, edge.at); });
  ["value", "interval", "short", "sign"].forEach(function (key) {
    drawn.querySelector("[data-k=" + key + "]").textContent = edge[key];
  });
  ["value", "interval", "trend", "sign"].forEach(function (key) {
    section.querySelector("[data-tri-row='" + n + "'] [data-k=" + key + "]").textContent = edge[key];
  });
}

function triangleKeep(year) {
  if (document.body.dataset.live !== "yes") return;
  const here = new URL(location.href);
  here.searchParams.set("year", year);
  history.replaceState(null, "", here);
}
