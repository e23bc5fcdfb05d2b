// JSON-RPC over a WebSocket of the server of this page: one message a text.
const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 60_000;

// `opened` is called whenever there is a new server, which knows nothing yet; `heard` with each of its notifications.
export function connect(path, { opened, heard, lost }) {
  const asked = new Map();
  let socket = null;
  let lastId = 0;
  let wait = FIRST_WAIT;

  const isOpen = () => socket?.readyState === WebSocket.OPEN;

  function send(message) {
    if (isOpen()) socket.send(JSON.stringify({ jsonrpc: "2.0", ...message }));
  }

  const notify = (method, params) => send({ method, params });

  // What no longer matters is taken back, and gives nothing.
  function ask(method, params, token) {
    if (!isOpen()) return Promise.resolve(null);
    const id = ++lastId;
    const answer = new Promise((resolve, reject) => asked.set(id, { resolve, reject }));
    token?.onCancellationRequested(() => { if (asked.has(id)) notify("$/cancelRequest", { id }); });
    send({ id, method, params });
    return answer;
  }

  function take(message) {
    if (message.method) return heard(message.method, message.params);
    const one = asked.get(message.id);
    asked.delete(message.id);
    if (message.error) one?.reject(new Error(message.error.message));
    else one?.resolve(message.result ?? null);
  }

  async function begin() {
    await ask("initialize", { processId: null, rootUri: null, capabilities: {} });
    notify("initialized", {});
    wait = FIRST_WAIT;
    opened();
  }

  function end(reason) {
    for (const one of asked.values()) one.resolve(null);
    asked.clear();
    lost(reason);
    setTimeout(open, wait);
    wait = Math.min(wait * 2, LONGEST_WAIT);
  }

  function open() {
    socket = new WebSocket(`ws://${location.host}${path}`);
    socket.addEventListener("open", () => begin().catch(() => socket.close()));
    socket.addEventListener("message", event => take(JSON.parse(event.data)));
    socket.addEventListener("close", event => end(event.reason));
  }

  open();
  return { ask, notify, isOpen };
}
