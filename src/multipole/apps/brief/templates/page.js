"use strict";
(function () {
  var card = document.getElementById("card");
  var folds = document.querySelectorAll("details.fold");
  folds.forEach(function (d) { d.open = false; });

  function marksOf(id) {
    return document.querySelectorAll('mark[data-claims~="' + id + '"]');
  }
  function reveal() {
    var id = decodeURIComponent(location.hash.slice(1));
    var place = id && document.getElementById(id);
    document.querySelectorAll(".hit").forEach(function (n) { n.classList.remove("hit"); });
    if (!place) return;
    for (var up = place; up; up = up.parentElement) if (up.tagName === "DETAILS") up.open = true;
    if (id.slice(0, 2) === "c-") {
      marksOf(id.slice(2)).forEach(function (n) { n.classList.add("hit"); });
      var chip = document.getElementById("k-" + id.slice(2));
      if (chip) chip.classList.add("hit");
    }
    var within = place.querySelector(":scope > details.fold");
    if (within) within.open = true;
    place.scrollIntoView({ block: id.slice(0, 2) === "c-" ? "center" : "start" });
  }
  addEventListener("hashchange", reveal);
  document.addEventListener("click", function (e) {
    var a = e.target.closest('a[href^="#"]');
    if (a && a.getAttribute("href") === location.hash) setTimeout(reveal, 0);
  });
  if (location.hash) reveal();

  function filled(id) {
    card.textContent = "";
    if (id.slice(0, 2) === "c-") {
      var marks = marksOf(id.slice(2)), chip = document.getElementById("k-" + id.slice(2));
      if (!marks.length || !chip) return false;
      var said = document.createElement("div"), q = document.createElement("q");
      said.className = "quote";
      q.textContent = Array.prototype.map.call(marks, function (n) { return n.textContent; }).join("");
      var by = document.createElement("p");
      by.className = "by";
      by.textContent = chip.closest(".document").querySelector("summary").textContent.trim();
      said.append(q);
      card.append(said, by);
      chip.childNodes.forEach(function (n) {
        if (n.nodeName !== "DETAILS" && n.nodeName !== "BUTTON") card.append(n.cloneNode(true));
      });
      return true;
    }
    var row = /^[eo]-/.test(id) && document.getElementById(id);
    if (!row) return false;
    row.childNodes.forEach(function (n) { card.append(n.cloneNode(true)); });
    return true;
  }
  function show(a) {
    var id = (a.getAttribute("href") || "").slice(1);
    if (a.closest(".chip") || !filled(id)) return hide();
    var title = a.querySelector("title");
    if (title) title.remove();
    place(a.getBoundingClientRect());
  }
  function place(at) {
    card.querySelectorAll("[id]").forEach(function (n) { n.removeAttribute("id"); });
    card.hidden = false;
    var own = card.getBoundingClientRect();
    var left = Math.min(Math.max(8, at.left), innerWidth - own.width - 8);
    var below = at.bottom + 8 + own.height < innerHeight;
    card.style.left = left + "px";
    card.style.top = (below ? at.bottom + 8 : Math.max(8, at.top - own.height - 8)) + "px";
  }
  function hide() { card.hidden = true; }
  function linked(e) {
    return e.target.closest && e.target.closest('a[href^="#c-"],a[href^="#e-"],a[href^="#o-"]');
  }
  ["mouseover", "focusin"].forEach(function (kind) {
    document.addEventListener(kind, function (e) {
      var a = linked(e);
      if (a) show(a);
    });
  });
  ["mouseout", "focusout", "scroll", "click"].forEach(function (kind) {
    document.addEventListener(kind, hide, true);
  });
  addEventListener("keydown", function (e) { if (e.key === "Escape") hide(); });

  document.querySelectorAll(".cite").forEach(function (d) {
    var b = document.createElement("button");
    b.type = "button";
    b.className = "copy";
    b.textContent = "copy citation";
    b.addEventListener("click", function () {
      var text = Array.prototype.map.call(d.querySelectorAll(".citation"), function (p) {
        return p.textContent;
      }).join("\n");
      copy(text, d).then(function (done) {
        b.textContent = done ? "copied" : "select it below";
      });
    });
    d.before(b);
  });
  function copy(text, d) {
    if (navigator.clipboard && isSecureContext) {
      return navigator.clipboard.writeText(text).then(yes, function () { return select(d); });
    }
    return Promise.resolve(select(d));
  }
  function yes() { return true; }
  function select(d) {
    d.open = true;
    getSelection().selectAllChildren(d.querySelector(".citation"));
    try { return document.execCommand("copy"); } catch (e) { return false; }
  }

  var panel = document.getElementById("explore"), opener = document.getElementById("explore-open");
  var library = document.getElementById("vega");
  if (panel && library) {
    panel.hidden = false;
    opener.addEventListener("click", function () { opener.hidden = true; explore(); });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", function () {
      if (opener.hidden) explore();
    });
  }
  function explore() {
    if (!window.multipoleEmbed) {
      var code = document.createElement("script");
      code.textContent = library.textContent;
      document.body.append(code);
    }
    var view = document.getElementById("explore-view");
    var spec = JSON.parse(coloured(document.getElementById("spec").textContent));
    spec.vconcat.forEach(function (lane) { lane.width = Math.max(240, view.clientWidth - 24); });
    multipoleEmbed(view, spec, {
      mode: "vega-lite", ast: true, actions: false, renderer: "svg", defaultStyle: false,
      tooltip: function (handler, event, item, value) {
        var words = value && item && item.datum && item.datum.href;
        if (!words || !filled(words.slice(1))) return hide();
        place({ left: event.clientX, top: event.clientY, bottom: event.clientY + 6 });
      }
    }).then(function (made) {
      made.view.addEventListener("click", function (event, item) {
        if (item && item.datum && item.datum.href) location.hash = item.datum.href;
      });
    });
  }
  function coloured(text) {
    var names = JSON.parse(document.getElementById("palette").textContent);
    var style = getComputedStyle(document.documentElement);
    Object.keys(names).forEach(function (colour) {
      text = text.split('"' + colour + '"').join(JSON.stringify(style.getPropertyValue(names[colour]).trim()));
    });
    return text;
  }

  var closed = [];
  addEventListener("beforeprint", function () {
    closed = Array.prototype.filter.call(folds, function (d) {
      return !d.open && !d.classList.contains("document");
    });
    closed.forEach(function (d) { d.open = true; });
  });
  addEventListener("afterprint", function () {
    closed.forEach(function (d) { d.open = false; });
  });
})();
