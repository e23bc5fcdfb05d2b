// expect: refused ARG0209
static int count; count++; return count > 1 ? Allow() : Deny("x");
// expect: refused ARG0209
static readonly List<string> seen = new(); seen.Add(Input.Domain); return Allow();
// expect: refused ARG0209
static int Next() => 1; return Allow();
// expect: refused ARG0201
class Kept { public static int N; } return Allow();
// expect: refused ARG0201
struct Kept { public static int N; } return Allow();
// expect: refused ARG0206
record Kept(int N) { public static int Total; } return Allow();
// expect: refused ARG0209
[ThreadStatic] static int n; return Allow();
// expect: refused ARG0306
((string[])Input.SanDns)[0] = "forged"; return Allow();
// expect: refused ARG0306
if (Input.SanDns is string[] names) { names[0] = "forged"; } return Allow();
// expect: refused ARG0306
if (Input.SanDns is List<string> names) { names.Clear(); } return Allow();
// expect: refused ARG0306
switch (Input.SanDns) { case string[] names: names[0] = "x"; break; } return Allow();
// expect: refused ARG0201
var names = Input.SanDns as string[]; return Allow();
// expect: refused ARG0306
var yes = Input.SanDns switch { string[] n => n.Length, _ => 0 }; return Allow();
// expect: refused ARG0302
var l = new Lazy<int>(() => 1); return Allow();
// expect: refused ARG0302
var w = new WeakReference("x"); return Allow();
// expect: refused ARG0301
string.Intern(Input.AttestationData); return Allow();
// expect: refused ARG0302
System.Runtime.CompilerServices.ConditionalWeakTable<string, string>? t = null; return Allow();
// expect: refused ARG0306
if (Pods.Find("a", "b")?.Labels is IEnumerable<KeyValuePair<string, string>> l and Dictionary<string, string> d) { d.Clear(); } return Allow();
// expect: refused ARG0302
var a = ArraySegment<int>.Empty; return Allow();
// expect: refused CS1061
pod().Labels.Clear(); Pod pod() => Pods.Find("a", "b")!; return Allow();
