// expect: refused ARG0201
try { return Allow(); } catch { return Deny("x"); }
// expect: refused ARG0201
try { return Allow(); } finally { while (true) { } }
// expect: refused ARG0201
throw new Exception("x");
// expect: refused ARG0201
return Input.IsRefresh ? Allow() : throw new Exception();
// expect: refused ARG0201
using (var x = Input.SanDns.GetEnumerator()) { } return Allow();
// expect: refused ARG0209
using var x = Input.SanDns.GetEnumerator(); return Allow();
// expect: refused ARG0201
again: goto again;
// expect: refused ARG0201
switch (1) { case 1: goto case 2; case 2: break; } return Allow();
// expect: refused ARG0201
IEnumerable<int> F() { yield return 1; } return Allow();
// expect: refused ARG0201
checked { } return Allow();
// expect: refused ARG0201
var x = unchecked(int.MaxValue + 1); return Allow();
// expect: refused ARG0201
interface I { } return Allow();
// expect: refused ARG0201
enum E { A } return Allow();
// expect: refused ARG0201
delegate int D(int x); return Allow();
// expect: refused ARG0201
record struct R(int N); return Allow();
// expect: refused ARG0206
record R { public int N { get; init; } } return Allow();
// expect: refused ARG0206
record R(int N) { ~R() { } } return Allow();
// expect: refused ARG0201
record A(int N); record B(int N) : A(N); return Allow();
// expect: refused ARG0201
record R<T>(T N); return Allow();
// expect: refused ARG0201
T F<T>(T x) => x; return Allow();
// expect: refused ARG0201
int P { get; set; } return Allow();
// expect: refused ARG0201
event Action E; return Allow();
// expect: refused ARG0201
namespace N { } return Allow();
// expect: refused ARG0201
var q = from x in Input.SanDns select x; return Allow();
// expect: refused ARG0201
var a = new { X = 1 }; return Allow();
// expect: refused ARG0201
Func<int> f = delegate { return 1; }; return Allow();
// expect: refused ARG0201
var n = sizeof(int); return Allow();
// expect: refused ARG0204
var a = new int[2, 2]; return Allow();
// expect: refused ARG0207
const string A = "x" + "y"; return Allow();
// expect: refused ARG0208
Func<int, Func<int, Func<int, Func<int, Func<int, int>>>>> f = a => b => c => d => e => 1; return Allow();
// expect: refused ARG0209
void F(params int[] x) { } return Allow();
// expect: refused ARG0209
Func<int, int> f = static x => x; return Allow();
// expect: refused ARG0210
return (1, 2, 3, 4, 5, 6, 7, 8) == (1, 2, 3, 4, 5, 6, 7, 8) ? Allow() : Deny("x");
// expect: refused ARG0305
IReadOnlyList<string> l = ["a"]; return Allow();
// expect: refused ARG0303
var t = Input.SanDns.Select(string.IsNullOrEmpty).ToList(); return Allow();
// expect: refused ARG0308
var x = 1;
// expect: refused ARG0309
return 5;
// expect: refused ARG0309
return null!;
// expect: refused ARG0309
return "allow";
// expect: refused ARG0309
Allow()
// expect: refused CS1026
return Allow(;
// expect: refused CS0103
return Permit();
// expect: refused ARG0201 ARG0209
static int x; goto y; y: return Allow();
