// The server of this page, and nothing else.
export class Problem extends Error {}

async function answerOf(response) {
  const body = await response.text();
  let answer = null;
  try { answer = JSON.parse(body); } catch { /* not from the API: its text is all there is */ }
  if (response.ok && answer) return answer;
  throw new Problem(answer?.message ?? (body.trim() || `the playground answered ${response.status}`));
}

async function ask(path, options) {
  try {
    return await answerOf(await fetch(path, { credentials: "same-origin", ...options }));
  } catch (problem) {
    if (problem instanceof Problem || problem.name === "AbortError") throw problem;
    throw new Problem("the playground does not answer: has it ended?");
  }
}

export const get = path => ask(path, {});

export const post = (path, body, signal) =>
  ask(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body), signal });

// Of a run that is asked for again before it has ended, only the last counts.
export function latest(path) {
  let running = null;
  return async body => {
    running?.abort();
    const mine = running = new AbortController();
    try {
      return await post(path, body, mine.signal);
    } catch (problem) {
      if (problem.name === "AbortError") return null;
      throw problem;
    } finally {
      if (running === mine) running = null;
    }
  };
}
