// expect: bounded findings
var a = new string('a', 200000); var l = new List<Finding>(); for (var i = 0; i < 20000; i++) l.Add(new Finding("no", a));
var n = l.Distinct().Count() > 1;
return n ? Allow() : Deny("no");
// expect: bounded names
var a = Arn.Parse("arn:aws:sts::123456789012:" + new string('a', 200000)); var l = new HashSet<Arn>(); for (var i = 0; i < 60000; i++) l.Add(a);
return l.Count > 1 ? Allow() : Deny("no");
// expect: bounded entries
var d = new Dictionary<string, string>(); d[new string('a', 200000)] = "x"; var s = new HashSet<KeyValuePair<string, string>>();
for (var i = 0; i < 60000; i++) { foreach (var e in d) s.Add(e); }
return s.Count > 1 ? Allow() : Deny("no");
// expect: bounded own-records
var a = Arn.Parse("arn:aws:sts::123456789012:" + new string('a', 200000)); var l = new HashSet<R>(); for (var i = 0; i < 60000; i++) l.Add(new R(a));
return l.Count > 1 ? Allow() : Deny("no");
record R(Arn A);
