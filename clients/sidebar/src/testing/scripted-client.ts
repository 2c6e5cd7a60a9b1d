import type { Outbound } from "../generated/messages.js";
import { Connection } from "../wire/connection.js";
import { Follower } from "../wire/follower.js";
import { browser } from "../wire/ports.js";

/**
 * The sidebar's end of the wire without a page, for the scripted server in tests/protocol: follows c1 and says
 * the utterances named on the command line. One JSON object a line tells what an agent would have seen.
 */
const CONVERSATION = "c1";
const [url = "", ...utterances] = process.argv.slice(2);
const tell = (what: object): void => console.log(JSON.stringify(what));

const follower = new Follower(CONVERSATION, (request) => connection.send(request));
const connection = new Connection(
  {
    url,
    token: null,
    resumePoints: () => follower.resumePoints(),
    onMessage: hear,
    onState: (state) => tell({ state }),
  },
  browser,
);

function hear(message: Outbound): void {
  const followed = follower.take(message);
  if (followed?.kind === "start_over") tell({ started_over: CONVERSATION });
  if (followed?.kind === "event" && "offset" in followed.event) {
    tell({ event: [followed.event.epoch, followed.event.offset] });
  }
  if (message.type === "ack" && message.of === "utterance") tell({ acked: message.utterance_id });
  if (message.type === "error") tell({ refused: message.code });
}

connection.open();
for (const utterance_id of utterances) {
  const said = { conversation_id: CONVERSATION, utterance_id, role: "customer", text: "Hei" } as const;
  connection.send({ type: "utterance", ...said });
}
process.stdin.on("end", () => connection.close()).resume();
