// expect: bounded arr
var n = false; for (var i = 0; i < 100000; i++) { var q = new (long,long,long,long)[400000]; n = q.Length > 0; }
return n ? Allow() : Deny("no");
// expect: bounded deq
N? x = null; N? y = null; for (var i = 0; i < 60; i++) { x = new N(x, x); y = new N(y, y); }
var n = x == y;
return n ? Allow() : Deny("no");
record N(N? A, N? B);
// expect: bounded dictcap
var n = false; for (var i = 0; i < 100000; i++) { var q = new Dictionary<long,long>(1000000); n = q.Count == 0; }
return n ? Allow() : Deny("no");
// expect: bounded dstr
N? x = null; for (var i = 0; i < 60; i++) { x = new N(x, x); }
var n = $"{x}".Length > 0;
return n ? Allow() : Deny("no");
record N(N? A, N? B);
// expect: bounded fmt
var n = false; for (var i = 0; i < 100000; i++) n = 1.5.ToString("F1000000").Length > 3;
return n ? Allow() : Deny("no");
// expect: bounded int
var q = new List<string>(); for (var i = 0; i < 100000; i++) { q.Add(i.ToString()); } var n = q.Count > 0;
return n ? Allow() : Deny("no");
// expect: bounded json
var n = false; for (var i = 0; i < 100000; i++) n = Data["x"].ToString().Length > 3;
return n ? Allow() : Deny("no");
// expect: bounded lam
var q = new List<Func<int>>(); for (var i = 0; i < 190000; i++) { var k = i; q.Add(() => k); } var n = q.Count > 0;
return n ? Allow() : Deny("no");
// expect: bounded list
N? x = null; N? y = null; for (var i = 0; i < 30000; i++) { x = new N(i, x); y = new N(i, y); }
var n = x == y;
return n ? Allow() : Deny("no");
record N(int I, N? A);
// expect: bounded listcap
var n = false; for (var i = 0; i < 100000; i++) { var q = new List<long>(1000000); n = q.Capacity > 0; }
return n ? Allow() : Deny("no");
// expect: bounded liststr
N? x = null; for (var i = 0; i < 30000; i++) { x = new N(i, x); }
var n = $"{x}".Length > 0;
return n ? Allow() : Deny("no");
record N(int I, N? A);
// expect: bounded nest
var q = new List<List<int>>(); for (var i = 0; i < 150000; i++) { q.Add(new List<int>()); } var n = q.Count > 0;
return n ? Allow() : Deny("no");
// expect: bounded nest2
var q = new List<HashSet<int>>(); for (var i = 0; i < 100000; i++) { q.Add(new HashSet<int> { i }); } var n = q.Count > 0;
return n ? Allow() : Deny("no");
// expect: bounded nest3
var q = new List<IEnumerable<int>>(); var z = new List<int> { 1 }; for (var i = 0; i < 150000; i++) { q.Add(z.Where(v => v > 0).Select(v => v + 1)); } var n = q.Count > 0;
return n ? Allow() : Deny("no");
// expect: bounded pad
var n = false; for (var i = 0; i < 100000; i++) n = $"{i,1000000}".Length > 3;
return n ? Allow() : Deny("no");
// expect: bounded padl
var n = false; for (var i = 0; i < 100000; i++) n = "x".PadLeft(1000000).Length > 3;
return n ? Allow() : Deny("no");
// expect: bounded repl
var t = new string('a', 100000); var n = t.Replace("a", t).Length > 0;
return n ? Allow() : Deny("no");
// expect: bounded setcap
var n = false; for (var i = 0; i < 100000; i++) { var q = new HashSet<long>(1000000); n = q.Count == 0; }
return n ? Allow() : Deny("no");
// expect: bounded small
var n = false; var all = new List<object>(); var q = new List<R>(); for (var i = 0; i < 180000; i++) { q.Add(new R(i)); } n = q.Count > 0;
return n ? Allow() : Deny("no");
record R(int X);
// expect: bounded sub
var t = new string('a', 1000); var q = new List<string>(); for (var i = 0; i < 100000; i++) { q.Add(t.Substring(1)); } var n = q.Count > 0;
return n ? Allow() : Deny("no");
// expect: bounded time
var q = new List<string>(); for (var i = 0; i < 100000; i++) { q.Add(Now.AddSeconds(i).ToString()); } var n = q.Count > 0;
return n ? Allow() : Deny("no");
