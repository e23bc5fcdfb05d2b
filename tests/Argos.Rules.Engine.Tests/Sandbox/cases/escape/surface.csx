// expect: refused ARG0305
var s = "x"; while (true) s = string.Join("", [s, .. new[] { s, s }]);
return Allow();
// expect: refused ARG0305
int[] a = [1]; while (true) a = [.. a, .. a];
return Allow();
// expect: refused ARG0314
var a = new int[100000]; var l = new List<int[]>(); while (true) l.Add(a[1..]);
return Allow();
// expect: refused ARG0305 ARG0314
var a = Enumerable.Range(0, 100000).ToArray(); while (true) { if (a is [0, .. var rest]) a = [0, .. rest]; }
return Allow();
// expect: refused ARG0201
Span<int> s = stackalloc int[100000000]; return Allow();
// expect: refused ARG0201
var a = new[] { 1 }; ref var r = ref a[0]; return Allow();
// expect: refused ARG0201
interface I { int M() => M(); } return Allow();
// expect: refused ARG0201
interface I<T> { static abstract int M(); } return Allow();
// expect: refused ARG0201
[System.Runtime.CompilerServices.ModuleInitializer] static void M() { } return Allow();
// expect: refused ARG0201
[Obsolete] int F() => 1; return Allow();
// expect: refused ARG0201
var x = 1; var t = __makeref(x); return Allow();
// expect: refused ARG0201
unsafe { int x = 1; int* p = &x; } return Allow();
// expect: refused ARG0209
unsafe delegate*<void> f = null; return Allow();
// expect: refused ARG0201
delegate*<int, int> f = default; return Allow();
// expect: refused ARG0201
extern alias Evil; return Allow();
// expect: refused ARG0201
partial class P { } return Allow();
// expect: refused ARG0201
file class F { } return Allow();
// expect: refused ARG0209
file record F(int N); return Allow();
// expect: refused ARG0201
dynamic d = 1; d.Foo(); return Allow();
// expect: refused ARG0302
ReadOnlySpan<char> s = "abc"; return Allow();
// expect: refused ARG0302
var d = new System.Runtime.CompilerServices.DefaultInterpolatedStringHandler(1000000000, 1000000000); return Allow();
// expect: refused ARG0302
System.Runtime.CompilerServices.DefaultInterpolatedStringHandler h = $"{Input.Domain}"; return Allow();
// expect: refused ARG0302
FormattableString f = $"{Input.Domain}"; return Allow();
// expect: refused ARG0302
IFormattable f = $"{Input.Domain}"; return Allow();
// expect: refused ARG0201
(int, int) t = (1, 2); var (a, b) = t; lock (Input) { } return Allow();
// expect: refused ARG0201
var c = new[] { Input.SanDns }; var x = c[0] as List<string>; return Allow();
// expect: refused ARG0306
var x = (List<string>)Input.SanDns; return Allow();
// expect: refused ARG0306
if (Input.SanDns is string[] a) a[0] = "evil"; return Allow();
// expect: refused ARG0301
var e = ((IEnumerable<string>)Input.SanDns).GetEnumerator(); while (e.MoveNext()) { } return Allow();
// expect: refused ARG0302
Index i = ^1; Range r = 1..; return Allow();
// expect: refused CS1656
Allow = null; return Allow();
// expect: refused CS0200
Input = null!; return Allow();
// expect: refused CS0200
Now = default; return Allow();
// expect: refused ARG0302
System.Action a = System.GC.Collect; return Allow();
// expect: refused ARG0201
class Policy { } return Allow();
