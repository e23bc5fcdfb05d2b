// Which texts an answer is of: one that comes after they have changed is of no use.
export function createRevisions() {
  let [tested, all] = [0, 0];
  return {
    // The tests have their own worlds: what else is edited changes nothing for them.
    changed(isTested) {
      all++;
      if (isTested) tested++;
    },
    // Tells, from now on, whether the policy and its tests are as they are now; and whether everything is.
    ofTested() { const mine = tested; return () => mine === tested; },
    ofAll() { const mine = all; return () => mine === all; },
  };
}
