// The entry of the live page. The HTML file has an entry of its own.
import { openPage } from "./page.js";
import { ServerFeed } from "./server-feed.js";

openPage(new ServerFeed());
