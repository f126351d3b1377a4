// The entry: each part of the page's behaviour is a module of its own.
import { colourCharts } from "./charts.js";
import { fetchParts } from "./parts.js";
import { offerShade } from "./shade.js";
import { offerCopies } from "./copies.js";
import { offerMix } from "./dyad.js";
import { scrubTriangle } from "./triangle.js";
import { readMarks, keepName } from "./reader.js";
import { slideSystem } from "./system.js";
import { offerSearch } from "./search.js";
import { offerPictures } from "./pictures.js";

function begin(root) {
  colourCharts(root);
  offerCopies(root);
  keepName(root);
  offerMix(root);
  scrubTriangle(root);
  slideSystem(root);
  offerPictures(root);
}
begin(document);
offerShade(function () { colourCharts(document); });
fetchParts(begin);
readMarks(document);
offerSearch();
