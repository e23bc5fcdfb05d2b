// expect: bounded any
var a = new string('a', 200000) + "b"; var b = new string('a', 200000) + "c"; var l = new List<string>(); for (var i = 0; i < 20000; i++) l.Add(a);
var n = l.Any(x => x == b);
return n ? Allow() : Deny("no");
// expect: bounded contains
var a = new string('a', 200000) + "b"; var b = new string('a', 200000) + "c"; var l = new List<string>(); for (var i = 0; i < 20000; i++) l.Add(a);
var n = l.Contains(b);
return n ? Allow() : Deny("no");
// expect: bounded count
var a = new string('a', 200000) + "b"; var b = new string('a', 200000) + "c"; var l = new List<string>(); for (var i = 0; i < 20000; i++) l.Add(a);
var n = l.Count(x => x.EndsWith("b", StringComparison.OrdinalIgnoreCase)) == 0;
return n ? Allow() : Deny("no");
// expect: bounded distinct
var a = new string('a', 200000) + "b"; var b = new string('a', 200000) + "c"; var l = new List<string>(); for (var i = 0; i < 20000; i++) l.Add(a);
var n = l.Distinct().Count() > 1;
return n ? Allow() : Deny("no");
// expect: bounded except
var a = new string('a', 200000) + "b"; var b = new string('a', 200000) + "c"; var l = new List<string>(); for (var i = 0; i < 20000; i++) l.Add(a);
var n = l.Except(new List<string> { b }).Count() > 1;
return n ? Allow() : Deny("no");
// expect: bounded groupby
var a = new string('a', 200000) + "b"; var b = new string('a', 200000) + "c"; var l = new List<string>(); for (var i = 0; i < 20000; i++) l.Add(a);
var n = l.GroupBy(x => x).Count() > 1;
return n ? Allow() : Deny("no");
// expect: bounded hashset
var a = new string('a', 200000) + "b"; var b = new string('a', 200000) + "c"; var l = new List<string>(); for (var i = 0; i < 20000; i++) l.Add(a);
var n = new HashSet<string>(l).Contains(b);
return n ? Allow() : Deny("no");
// expect: bounded ignorecase
var a = new string('a', 200000) + "b"; var b = new string('a', 200000) + "c"; var l = new List<string>(); for (var i = 0; i < 20000; i++) l.Add(a);
var n = l.Contains(b, StringComparer.OrdinalIgnoreCase);
return n ? Allow() : Deny("no");
// expect: bounded indexof
var a = new string('a', 200000) + "b"; var b = new string('a', 200000) + "c"; var l = new List<string>(); for (var i = 0; i < 20000; i++) l.Add(a);
var n = l.IndexOf(b) > 0;
return n ? Allow() : Deny("no");
// expect: bounded lastindexof
var a = new string('a', 200000) + "b"; var b = new string('a', 200000) + "c"; var l = new List<string>(); for (var i = 0; i < 20000; i++) l.Add(a);
var n = l.LastIndexOf(b) > 0;
return n ? Allow() : Deny("no");
// expect: bounded max
var a = new string('a', 200000) + "b"; var b = new string('a', 200000) + "c"; var l = new List<string>(); for (var i = 0; i < 20000; i++) l.Add(a);
var n = l.Max() == b;
return n ? Allow() : Deny("no");
// expect: bounded orderby
var a = new string('a', 200000) + "b"; var b = new string('a', 200000) + "c"; var l = new List<string>(); for (var i = 0; i < 20000; i++) l.Add(a);
var n = l.OrderBy(x => x).First() == b;
return n ? Allow() : Deny("no");
// expect: bounded remove
var a = new string('a', 200000) + "b"; var b = new string('a', 200000) + "c"; var l = new List<string>(); for (var i = 0; i < 20000; i++) l.Add(a);
var n = l.Remove(b);
return n ? Allow() : Deny("no");
// expect: bounded seq
var a = new string('a', 200000) + "b"; var b = new string('a', 200000) + "c"; var l = new List<string>(); for (var i = 0; i < 20000; i++) l.Add(a);
var n = l.SequenceEqual(l);
return n ? Allow() : Deny("no");
// expect: bounded startswith
var a = new string('a', 200000) + "b"; var b = new string('a', 200000) + "c"; var l = new List<string>(); for (var i = 0; i < 20000; i++) l.Add(a);
var n = l.All(x => b.StartsWith(x, StringComparison.OrdinalIgnoreCase));
return n ? Allow() : Deny("no");
// expect: bounded todict
var a = new string('a', 200000) + "b"; var b = new string('a', 200000) + "c"; var l = new List<string>(); for (var i = 0; i < 20000; i++) l.Add(a);
var n = l.ToHashSet().Count > 1;
return n ? Allow() : Deny("no");
// expect: bounded union
var a = new string('a', 200000) + "b"; var b = new string('a', 200000) + "c"; var l = new List<string>(); for (var i = 0; i < 20000; i++) l.Add(a);
var n = l.Union(l).Count() > 1;
return n ? Allow() : Deny("no");
// expect: bounded unionwith
var a = new string('a', 200000) + "b"; var b = new string('a', 200000) + "c"; var l = new List<string>(); for (var i = 0; i < 20000; i++) l.Add(a);
var n = Go(l, b);
return n ? Allow() : Deny("no");
bool Go(List<string> x, string y) { var s = new HashSet<string>(); s.UnionWith(x); s.ExceptWith(x); return s.Overlaps(x); }
