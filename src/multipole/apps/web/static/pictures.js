// Pictures that a template drew: saved as files that stand alone, in light colours, with their title and key.
const KEPT = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "opacity",
  "visibility", "font-size", "font-weight", "font-style", "text-anchor"];
const FAMILY = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'Helvetica Neue', Arial, sans-serif";
const SPACE = "http://www.w3.org/2000/svg";

export function offerPictures(root) {
  root.querySelectorAll("[data-picture]").forEach(function (place) {
    const bar = document.createElement("div");
    bar.className = "save";
    bar.append("Picture: ");
    ["svg", "png"].forEach(function (form) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "quiet";
      button.textContent = form.toUpperCase();
      button.setAttribute("aria-label", form.toUpperCase() + " of " + place.dataset.title);
      button.addEventListener("click", function () { savePicture(place, form); });
      bar.append(button, " ");
    });
    place.after(bar);
  });
}

function savePicture(place, form) {
  const made = standsAlone(place);
  const text = new XMLSerializer().serializeToString(made);
  const address = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(text);
  const file = place.dataset.picture + "." + form;
  if (form === "svg") return giveFile(address, file);
  const image = new Image();
  image.onload = function () {
    const canvas = document.createElement("canvas");
    canvas.width = 2 * image.width;
    canvas.height = 2 * image.height;
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    giveFile(canvas.toDataURL("image/png"), file);
  };
  image.src = address;
}

function giveFile(address, name) {
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
}

// All drawings of a place in one, beside each other, as they look in light colours.
function standsAlone(place) {
  const shade = document.documentElement.dataset.shade;
  document.documentElement.dataset.shade = "light";
  try { return together(place, [...place.querySelectorAll("svg:not(.keyline)")].map(panelOf)); }
  finally {
    if (shade) document.documentElement.dataset.shade = shade;
    else delete document.documentElement.dataset.shade;
  }
}

function together(place, panels) {
  const columns = Math.min(panels.length, 3);
  const wide = Math.max(...panels.map(function (one) { return one.width; }));
  const width = Math.max(320, 20 + columns * (wide + 20));
  const whole = drawnAs("svg", { xmlns: SPACE, "font-family": FAMILY, "font-size": 12, fill: "#1b1f24" });
  const ground = drawnAs("rect", { width: "100%", height: "100%", fill: "#ffffff" });
  whole.append(ground);
  const year = place.closest("section").querySelector("[data-tri=year]");
  const title = place.dataset.title + (year ? ", " + year.textContent : "");
  let top = lines(whole, title, 20, 24, width - 40, { "font-size": 15, "font-weight": 650 });
  for (let first = 0; first < panels.length; first += columns) {
    const row = panels.slice(first, first + columns);
    row.forEach(function (one, at) { putPanel(whole, one, 20 + at * (wide + 20), top); });
    top += Math.max(...row.map(function (one) { return one.height; })) + 16;
  }
  const key = place.closest("section").querySelector("[data-picture-key]");
  if (key) top = putKey(whole, key, 20, top + 8, width - 20) + 10;
  const from = (place.dataset.note ? place.dataset.note + " " : "") + document.querySelector("footer.foot p").dataset.cite;
  const bottom = lines(whole, from, 20, top + 8, width - 40, { "font-size": 10, fill: "#5a6370" });
  whole.setAttribute("width", width);
  whole.setAttribute("height", bottom);
  whole.setAttribute("viewBox", "0 0 " + width + " " + bottom);
  return whole;
}

function panelOf(svg) {
  const box = svg.viewBox.baseVal;
  const copy = svg.cloneNode(true);
  looks(svg, copy);
  const figure = svg.closest("figure.little:not([data-picture])");
  const key = figure && figure.querySelector(".key");
  const words = figure ? [...figure.querySelector("figcaption").childNodes] : [];
  const title = words.map(function (one) { return one.textContent.trim(); }).filter(Boolean).join(", ");
  return { copy: copy, title: title, key: key, width: box.width, box: box.height,
    height: box.height + (title ? 20 : 0) + (key ? 18 * key.children.length : 0) };
}

function putPanel(whole, one, x, y) {
  let top = y;
  if (one.title) top = lines(whole, one.title, x, y + 6, one.width, { "font-weight": 650 }) - 6;
  ["x", "y", "width", "height"].forEach(function (name, at) { one.copy.setAttribute(name, [x, top, one.width, one.box][at]); });
  whole.append(one.copy);
  if (one.key) putKey(whole, one.key, x, top + one.box + 12, x + one.width);
}

// The key: small drawings or swatches with their words; the height that it takes down to.
function putKey(whole, key, x, y, end) {
  let left = x;
  [...key.children].forEach(function (entry) {
    const mark = entry.querySelector("svg,.swatch");
    const words = entry.textContent.replace(/\s+/g, " ").trim();
    const room = 44 + 6.2 * words.length;
    if (left > x && left + room > end) { left = x; y += 18; }
    if (mark) whole.append(keyMark(mark, left, y));
    whole.append(said(words, left + (mark ? 32 : 0), y, { "font-size": 11 }));
    left += room;
  });
  return y + 14;
}

function keyMark(mark, x, y) {
  if (mark.tagName.toLowerCase() === "svg") {
    const copy = mark.cloneNode(true);
    looks(mark, copy);
    ["x", "y", "width", "height"].forEach(function (name, at) { copy.setAttribute(name, [x, y - 9, 26, 10][at]); });
    return copy;
  }
  const look = getComputedStyle(mark);
  const shape = drawnAs("rect", { x: x + 8, y: y - 10, width: 12, height: 12, stroke: plainColour(look.borderTopColor) });
  shape.setAttribute("fill", look.backgroundImage === "none" ? plainColour(look.backgroundColor) : "#e6e9ec");
  if (look.borderTopStyle === "dashed") shape.setAttribute("stroke-dasharray", "3 2");
  return shape;
}

// What a style sheet says of an element, and of all inside it, written on its copy; links become groups.
function looks(from, to) {
  const look = getComputedStyle(from);
  KEPT.forEach(function (name) { to.setAttribute(name, plainColour(look.getPropertyValue(name))); });
  ["class", "style", "tabindex", "id"].forEach(function (name) {
    if (name !== "id" || from.tagName !== "pattern") to.removeAttribute(name);
  });
  [...from.children].forEach(function (child, at) { looks(child, to.children[at]); });
  if (from.tagName === "a") {
    const group = drawnAs("g", {});
    group.append(...to.childNodes);
    to.replaceWith(group);
  }
}

// "color(srgb 0.1 0.2 0.3)", as browsers give mixed colours, in the words that every viewer knows.
function plainColour(value) {
  return value.replace(/color\(srgb ([\d.e-]+) ([\d.e-]+) ([\d.e-]+)(?: \/ ([\d.]+))?\)/g, function (all, r, g, b, a) {
    const parts = [r, g, b].map(function (one) { return Math.round(255 * one); });
    return a ? "rgba(" + parts.concat(a).join(",") + ")" : "rgb(" + parts.join(",") + ")";
  });
}

function lines(whole, words, x, y, room, look) {
  const most = Math.max(12, Math.floor(room / (0.56 * (look["font-size"] || 12))));
  let line = "";
  (words || "").split(/\s+/).filter(Boolean).concat([null]).forEach(function (word) {
    if (word !== null && (line + " " + word).length <= most) { line = (line + " " + word).trim(); return; }
    if (line) { whole.append(said(line, x, y, look)); y += 1.4 * (look["font-size"] || 12); }
    line = word || "";
  });
  return y;
}

function said(words, x, y, look) {
  const text = drawnAs("text", Object.assign({ x: x, y: y }, look));
  text.textContent = words;
  return text;
}

function drawnAs(name, attributes) {
  const made = document.createElementNS(SPACE, name);
  Object.keys(attributes).forEach(function (key) { if (key !== "xmlns") made.setAttribute(key, attributes[key]); });
  return made;
}
