// Pictures: Vega-Lite specifications in the page, drawn in the colours of light or dark.
let library = null;

export function colourCharts(root) {
  const figures = root.querySelectorAll("figure.chart");
  if (!figures.length) return;
  loaded().then(function () { figures.forEach(draw); });
}

function loaded() {
  if (!library) {
    library = new Promise(function (done, failed) {
      const code = document.createElement("script");
      code.src = document.body.dataset.vega;
      code.onload = done;
      code.onerror = failed;
      document.head.append(code);
    });
  }
  return library;
}

function draw(figure) {
  const canvas = figure.querySelector(".canvas");
  const spec = JSON.parse(coloured(figure.querySelector(".spec").textContent));
  if (spec.width === "container") canvas.classList.add("wide");
  window.multipoleEmbed(canvas, spec, {
    mode: "vega-lite", ast: true, actions: false, renderer: "svg", defaultStyle: false,
    tooltip: { disableDefaultStyle: true }
  }).then(function (made) {
    canvas.querySelectorAll("svg").forEach(function (svg) { svg.setAttribute("aria-hidden", "true"); });
    made.view.addEventListener("click", function (event, item) {
      if (item && item.datum && item.datum.href) location.href = item.datum.href;
    });
    figure.dataset.shade = getComputedStyle(document.documentElement).colorScheme;
    offer(figure, made.view);
    if (spec.width === "container") fitPaper(made.view);
    figure.dispatchEvent(new CustomEvent("drawn", { bubbles: true, detail: made.view }));
  });
}

// A picture as wide as the window is drawn anew as wide as a sheet, so that its words stay readable.
function fitPaper(view) {
  let wide = null;
  window.addEventListener("beforeprint", function () {
    wide = view.width();
    view.width(Math.min(wide, 660 - (view._origin ? view._origin[0] : 40))).run();
  });
  window.addEventListener("afterprint", function () { if (wide) view.width(wide).run(); });
}

function offer(figure, view) {
  const bar = figure.querySelector(".save");
  bar.textContent = "Picture: ";
  bar.hidden = false;
  ["svg", "png"].forEach(function (form) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "quiet";
    button.textContent = form.toUpperCase();
    button.addEventListener("click", function () {
      view.toImageURL(form, form === "png" ? 2 : 1).then(function (url) {
        const link = document.createElement("a");
        link.href = url;
        link.download = figure.dataset.name + "." + form;
        link.click();
      });
    });
    bar.append(button, " ");
  });
}

function coloured(text) {
  const names = JSON.parse(document.getElementById("palette").textContent);
  const style = getComputedStyle(document.documentElement);
  Object.keys(names).forEach(function (colour) {
    const value = JSON.stringify(style.getPropertyValue(names[colour]).trim());
    text = text.split('"' + colour + '"').join(value);
  });
  return text;
}
