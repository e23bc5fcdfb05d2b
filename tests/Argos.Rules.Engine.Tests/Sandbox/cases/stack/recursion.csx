// expect: refused ARG0307
int F(int n) => F(n + 1); return F(0) > 0 ? Allow() : Deny("x");
// expect: refused ARG0307
int A(int n) => B(n); int B(int n) => A(n); return A(0) > 0 ? Allow() : Deny("x");
// expect: refused ARG0307
int A(int n) => B(n); int B(int n) => C(n); int C(int n) => A(n); return A(0) > 0 ? Allow() : Deny("x");
// expect: refused ARG0307
void F() { Action a = () => F(); a(); } F();
return Allow();
// expect: refused ARG0307
void F() { Input.SanDns.Any(x => { F(); return true; }); } F();
return Allow();
// expect: refused ARG0307
Func<int, int> f = null!; f = n => f(n + 1); f(0);
return Allow();
// expect: refused ARG0307
if (true) { int G(int n) { return G(n); } G(1); } return Allow();
// expect: stopped stack steps
var l = new List<Func<int, int>>(); l.Add(n => l[0](n + 1)); l[0](0);
return Allow();
// expect: stopped stack steps
var d = new Dictionary<string, Action>(); d["a"] = () => d["a"](); d["a"]();
return Allow();
// expect: stopped stack steps
record Box(List<Action> Items); var b = new Box(new List<Action>()); b.Items.Add(() => b.Items[0]()); b.Items[0]();
return Allow();
// expect: stopped stack
var fs = new List<Func<int, int>>(); fs.Add(n => fs[0](n) + 1); fs[0](1);
return Allow();
// expect: stopped stack
record N(N? Next, int X); N? n = null; for (var i = 0; i < 50000; i++) n = new N(n, 1); return n!.ToString() == "" ? Allow() : Deny("x");
// expect: stopped stack
record N(N? Next, int X); N? n = null; N? m = null; for (var i = 0; i < 50000; i++) { n = new N(n, 1); m = new N(m, 1); } return n == m ? Allow() : Deny("x");
// expect: stopped stack
record N(N? Next, int X); N? n = null; for (var i = 0; i < 50000; i++) n = new N(n, 1); var s = new HashSet<N> { n! };
return Allow();
// expect: stopped stack
var l = new List<Func<bool>>(); l.Add(() => Input.SanDns.Any(x => l[0]())); l[0]();
return Allow();
// expect: stopped stack
Func<int, int> f = n => n; for (var i = 0; i < 20000; i++) { var g = f; f = n => g(n) + 1; } f(0);
return Allow();
// expect: stopped stack steps
var q = Input.SanDns.OrderBy(x => x); for (var i = 0; i < 20000; i++) q = q.ThenBy(x => x.Length);
return Allow();
