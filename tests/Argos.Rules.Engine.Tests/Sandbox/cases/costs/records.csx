// expect: bounded contains
var a = new string('a', 200000) + "b"; var b = new string('a', 200000) + "c"; var l = new List<R>(); for (var i = 0; i < 20000; i++) l.Add(new R(a));
var n = l.Contains(new R(b));
return n ? Allow() : Deny("no");
record R(string S);
// expect: bounded distinct
var a = new string('a', 200000) + "b"; var b = new string('a', 200000) + "c"; var l = new List<R>(); for (var i = 0; i < 20000; i++) l.Add(new R(a));
var n = l.Distinct().Count() > 1;
return n ? Allow() : Deny("no");
record R(string S);
// expect: bounded groupby
var a = new string('a', 200000) + "b"; var b = new string('a', 200000) + "c"; var l = new List<R>(); for (var i = 0; i < 20000; i++) l.Add(new R(a));
var n = l.GroupBy(x => x).Count() > 1;
return n ? Allow() : Deny("no");
record R(string S);
// expect: bounded hashset
var a = new string('a', 200000) + "b"; var b = new string('a', 200000) + "c"; var l = new List<R>(); for (var i = 0; i < 20000; i++) l.Add(new R(a));
var n = l.ToHashSet().Contains(new R(b));
return n ? Allow() : Deny("no");
record R(string S);
