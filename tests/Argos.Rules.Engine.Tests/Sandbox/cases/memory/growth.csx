// expect: stopped memory
var s = "x"; while (true) s += s;
return Allow();
// expect: stopped memory
var s = "x"; while (true) s = s + s + s;
return Allow();
// expect: stopped memory
var s = "x"; while (true) s = string.Concat(s, s, s, s);
return Allow();
// expect: stopped memory
var s = "x"; while (true) s = $"{s}{s}";
return Allow();
// expect: stopped memory
var s = "x"; while (true) s = $"{s}-{1}-{s}";
return Allow();
// expect: stopped memory
var s = "x"; while (true) s = string.Join(s, new[] { s, s, s });
return Allow();
// expect: stopped memory
var s = "xx"; while (true) s = s.Replace("x", "xx");
return Allow();
// expect: stopped memory
var s = "x".PadLeft(2000000000);
return Allow();
// expect: stopped memory
var s = "x".PadRight(1000000000, 'y');
return Allow();
// expect: stopped memory
var s = new string('x', 1000000000);
return Allow();
// expect: stopped memory
var a = new int[2000000000];
return Allow();
// expect: stopped memory
var a = new long[5000000]; var b = a.Length;
return Allow();
// expect: stopped memory
var l = new List<int>(1000000000);
return Allow();
// expect: stopped memory
var a = new List<int[]>(); while (true) a.Add(new int[10000]);
return Allow();
// expect: stopped memory
var l = new List<string>(); var s = new string('x', 10000); while (true) l.Add(s.Substring(1));
return Allow();
// expect: stopped memory
var l = new List<string>(); var s = new string('x', 10000); while (true) l.Add(s.ToUpperInvariant());
return Allow();
// expect: stopped memory steps
var l = new List<List<int>>(); while (true) l.Add(new List<int>(1000));
return Allow();
// expect: stopped memory steps
var l = Enumerable.Range(0, 2000).ToList(); var k = new List<int>(); while (true) { k.AddRange(l); }
return Allow();
// expect: stopped memory
var s = $"{1:D999999999}";
return Allow();
// expect: stopped memory
var s = $"{1,1000000000}";
return Allow();
// expect: stopped memory
var s = new string(',', 2000000).Split(',');
return Allow();
// expect: stopped memory
record R(string A, string B); var s = "x"; while (true) s = new R(s, s).ToString();
return Allow();
// expect: stopped memory
var l = new List<string>(); while (true) l.Add(Input.IdentityToken + Input.Identity);
return Allow();
// expect: stopped memory steps
var l = new List<(long, long, long, long)>(); while (true) l.Add((1, 2, 3, 4));
return Allow();
// expect: stopped memory
var d = new Dictionary<int, (long, long, long)>(); for (var i = 0; ; i++) d[i] = (1, 2, 3);
return Allow();
// expect: stopped memory
var h = new HashSet<(int, long, long, long)>(); for (var i = 0; ; i++) h.Add((i, 1, 2, 3));
return Allow();
// expect: stopped memory steps
var l = new List<Func<int>>(); for (var i = 0; ; i++) { var j = i; l.Add(() => j); }
return Allow();
// expect: stopped memory steps
record N(N? A, N? B, string S, long X, long Y); N? n = null; while (true) n = new N(n, n, "", 1, 2);
return Allow();
// expect: stopped memory
var s = "ab"; while (true) s = s.Insert(1, s);
return Allow();
// expect: stopped memory
var p = new List<string>(); for (var i = 0; i < 5000; i++) p.Add(new string('p', 5000)); return Allow(sshPrincipals: p);
// expect: stopped memory steps
var x = Enumerable.Repeat("abc", 100000).Select(a => (a, a, a, a)).ToList().Concat(Enumerable.Repeat(("", "", "", ""), 100000)).ToArray();
return Allow();
// expect: stopped memory
var l = Input.SanDns.SelectMany(a => Enumerable.Repeat(new string('x', 100000), 50).Select(b => b + a)).ToList(); var k = l.Select(a => a + a).ToList();
return Allow();
// expect: refused ARG0310
Action f = () => { }; while (true) f += f;
return Allow();
// expect: stopped memory
var t = ""; while (true) t = (t + "ab").Trim() + t;
return Allow();
