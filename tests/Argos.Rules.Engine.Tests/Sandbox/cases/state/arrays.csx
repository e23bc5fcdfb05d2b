// expect: refused ARG0315
IReadOnlyList<string>[] wide = new string[1][]; wide[0] = Input.SanDns; return Allow();
// expect: refused ARG0315
var lists = new IReadOnlyList<string>[1]; lists[0] = Input.SanDns; return Allow();
// expect: refused ARG0315
var jagged = new string[2][]; return jagged.Length == 2 ? Allow() : Deny("x");
// expect: refused ARG0315
var lists = new[] { new List<string>() }; return lists.Length == 1 ? Allow() : Deny("x");
// expect: refused ARG0315
var functions = new Func<int>[] { () => 1 }; return functions.Length == 1 ? Allow() : Deny("x");
// expect: refused ARG0315
var sequences = Input.SanDns.Select(d => Input.SanDns.Where(e => e != d)).ToArray(); return Allow();
// expect: refused ARG0315
int Count(IEnumerable<string>[] lists) => lists.Length; return Allow();
// expect: refused ARG0315
IEnumerable<string>[] lists = []; return lists.Length == 0 ? Allow() : Deny("x");
// expect: refused ARG0315
List<IReadOnlyList<string>[]> lists = new(); return lists.Count == 0 ? Allow() : Deny("x");
// expect: refused ARG0204
var square = new int[2, 2]; return Allow();
// expect: refused ARG0316
foreach (IEnumerable<char>[] c in new List<string[]>()) { } return Allow();
// expect: refused ARG0302
object[] wide = new string[1]; return Allow();
// expect: refused ARG0302
IComparable[] wide = new string[1]; return Allow();
// expect: refused ARG0306
foreach (List<string> l in new List<IEnumerable<string>> { Input.SanDns }) { l.Clear(); } return Allow();
// expect: refused ARG0306
IEnumerable<string> names = Input.SanDns; var list = (List<string>)names; list.Clear(); return Allow();
// expect: refused ARG0306
IEnumerable<char> letters = Input.Domain; return letters is string s ? Deny("x", s) : Allow();
// expect: refused ARG0306
IReadOnlyList<string> names = Input.SanDns; return names is string[] ? Allow() : Deny("x");
// expect: refused ARG0301
Input.SanDns.ToArray().CopyTo(new string[9], 0); return Allow();
// expect: refused CS0029
string[] names = Input.SanDns; names[0] = "forged"; return Allow();
// expect: refused CS0200
Input.SanDns[0] = "forged"; return Allow();
