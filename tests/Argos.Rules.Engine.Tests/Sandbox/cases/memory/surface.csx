// expect: stopped memory steps
record R(string A); var r = new R("x"); while (true) r = r with { A = r.A + r.A };
return Allow();
// expect: stopped memory steps
List<int> a = [1]; while (true) { List<int> b = [.. a, .. a]; a = b; }
return Allow();
// expect: stopped memory steps
var s = new string('x', 100000); var l = new List<string>(); while (true) l.Add(s[1..]);
return Allow();
// expect: stopped memory steps
var s = new string('x', 1000000); var n = 0; while (true) { if (s is ['x', .. var rest]) n += rest.Length; }
return Allow();
// expect: stopped memory steps
var s = $"{1,2000000000}"; return Allow();
// expect: stopped memory steps
var s = $"{Now:yyyy}{Input.Domain,-2000000000}"; return Allow();
// expect: stopped memory
var s = $"{1.5:F999999999}"; return Allow();
// expect: stopped memory steps
var s = $"{1L:N999999999}"; return Allow();
// expect: stopped memory steps
var s = $"{2.5:E999999999}"; return Allow();
// expect: stopped memory steps
var q = Enumerable.Range(0, 100000).ToDictionary(i => i, i => new string('x', 1000)); return Allow();
// expect: stopped memory steps
var q = Enumerable.Range(0, 1000).Aggregate("x", (a, b) => a + a); return Allow();
// expect: stopped memory steps
var q = Enumerable.Range(0, 100000).Zip(Enumerable.Range(0, 100000)).ToList().Concat(Enumerable.Range(0, 100000).Zip(Enumerable.Range(0, 100000))).ToHashSet(); return Allow();
// expect: stopped memory steps
var s = new string('a', 2000); while (true) s = s.Replace("a", new string('b', 2000)); return Allow();
// expect: stopped memory steps
string s = null!; while (true) s += s?.Length; return Allow();
// expect: stopped memory steps
var s = "x"; for (;;) { s = string.Concat(Enumerable.Repeat(s, 1000)); }
return Allow();
