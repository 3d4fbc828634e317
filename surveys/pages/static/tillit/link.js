// One script for both pages of the link path: the second page finds it in the browser's cache. A real installation
// serves it as one file with all that it imports (project/storage.py), for every request weighs a kilobyte.

import { answerPage } from "./answer.js";
import { collectPage } from "./collect.js";

if (document.getElementById("collect")) collectPage();
else answerPage();
