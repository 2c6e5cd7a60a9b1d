import { HurmausSidebar } from "./hurmaus-sidebar/element.js";

export { HurmausHintEvent, HurmausInsertEvent } from "./hurmaus-sidebar/events.js";
export type { HintDetail, InsertDetail } from "./hurmaus-sidebar/events.js";
export { HurmausSidebar };

const TAG = "hurmaus-sidebar";
if (!customElements.get(TAG)) customElements.define(TAG, HurmausSidebar);

declare global {
  interface HTMLElementTagNameMap {
    [TAG]: HurmausSidebar;
  }
}
