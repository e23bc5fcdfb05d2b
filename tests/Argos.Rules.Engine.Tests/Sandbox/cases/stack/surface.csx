// expect: stopped steps memory
record R(R? Next, int N); R? r = null; for (var i = 0; i < 150000; i++) r = new R(r, 1); return r == new R(r, 1) ? Allow() : Deny("x");
// expect: stopped stack steps
record R(R? Next, int N); R? r = null; R? q = null; for (var i = 0; i < 5000; i++) { r = new R(r, 1); q = new R(q, 1); } return r == q ? Allow() : Deny("x");
// expect: stopped stack steps memory
record R(R? Next, int N); R? r = null; for (var i = 0; i < 5000; i++) r = new R(r, 1); return Deny("x", r!.ToString());
// expect: stopped stack steps
record R(R? Next, int N); R? r = null; for (var i = 0; i < 5000; i++) r = new R(r, 1); var h = new HashSet<R?> { r }; return Allow();
// expect: refused ARG0307
Func<int, int>? f = null; f = n => f!(n + 1); return f(0) > 0 ? Allow() : Deny("x");
// expect: stopped stack steps
var l = new List<Func<int>>(); l.Add(() => l[0]()); return l[0]() > 0 ? Allow() : Deny("x");
// expect: stopped stack steps
record Box(Func<Box, int> F); var b = new Box(x => x.F(x)); return b.F(b) > 0 ? Allow() : Deny("x");
// expect: stopped stack steps
var d = new Dictionary<string, Func<string, int>>(); d["a"] = k => d[k](k); return d["a"]("a") > 0 ? Allow() : Deny("x");
