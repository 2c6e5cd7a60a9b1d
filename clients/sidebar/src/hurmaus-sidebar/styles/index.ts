import { card } from "./card.js";
import { layout } from "./layout.js";
import { lists } from "./lists.js";
import { mood } from "./mood.js";
import { tokens } from "./tokens.js";

export const styles = [tokens, layout, mood, card, lists];
