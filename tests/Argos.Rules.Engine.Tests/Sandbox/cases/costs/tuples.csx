// expect: bounded contains
var a = new string('a', 200000) + "b"; var b = new string('a', 200000) + "c"; var l = new List<(string, int)>(); for (var i = 0; i < 20000; i++) l.Add((a, 1));
var n = l.Contains((b, 1));
return n ? Allow() : Deny("no");
// expect: bounded dict
var a = new string('a', 200000) + "b"; var b = new string('a', 200000) + "c"; var l = new List<(string, int)>(); for (var i = 0; i < 20000; i++) l.Add((a, 1));
var n = l.Select((x, i) => (x, i)).ToDictionary(x => (x.x.Item1, x.i), x => 1).ContainsKey((b, 1));
return n ? Allow() : Deny("no");
// expect: bounded distinct
var a = new string('a', 200000) + "b"; var b = new string('a', 200000) + "c"; var l = new List<(string, int)>(); for (var i = 0; i < 20000; i++) l.Add((a, 1));
var n = l.Distinct().Count() > 1;
return n ? Allow() : Deny("no");
// expect: bounded groupby
var a = new string('a', 200000) + "b"; var b = new string('a', 200000) + "c"; var l = new List<(string, int)>(); for (var i = 0; i < 20000; i++) l.Add((a, 1));
var n = l.GroupBy(x => x).Count() > 1;
return n ? Allow() : Deny("no");
// expect: bounded hashset
var a = new string('a', 200000) + "b"; var b = new string('a', 200000) + "c"; var l = new List<(string, int)>(); for (var i = 0; i < 20000; i++) l.Add((a, 1));
var n = l.ToHashSet().Contains((b,1));
return n ? Allow() : Deny("no");
// expect: bounded indexof
var a = new string('a', 200000) + "b"; var b = new string('a', 200000) + "c"; var l = new List<(string, int)>(); for (var i = 0; i < 20000; i++) l.Add((a, 1));
var n = l.IndexOf((b, 1)) > 0;
return n ? Allow() : Deny("no");
// expect: bounded max
var a = new string('a', 200000) + "b"; var b = new string('a', 200000) + "c"; var l = new List<(string, int)>(); for (var i = 0; i < 20000; i++) l.Add((a, 1));
var n = l.Max().Item1 == b;
return n ? Allow() : Deny("no");
// expect: bounded orderby
var a = new string('a', 200000) + "b"; var b = new string('a', 200000) + "c"; var l = new List<(string, int)>(); for (var i = 0; i < 20000; i++) l.Add((a, 1));
var n = l.OrderBy(x => x.Item1).First().Item1 == b;
return n ? Allow() : Deny("no");
// expect: bounded orderbyt
var a = new string('a', 200000) + "b"; var b = new string('a', 200000) + "c"; var l = new List<(string, int)>(); for (var i = 0; i < 20000; i++) l.Add((a, 1));
var n = l.OrderBy(x => x).First().Item1 == b;
return n ? Allow() : Deny("no");
