// expect: refused ARG0301
return "a".StartsWith("b") ? Allow() : Deny("x");
// expect: refused ARG0301
return "a".EndsWith("b") ? Allow() : Deny("x");
// expect: refused ARG0301
return "a".IndexOf("b") > 0 ? Allow() : Deny("x");
// expect: refused ARG0301
return string.Compare("a", "b") > 0 ? Allow() : Deny("x");
// expect: refused ARG0301
return "a".CompareTo("b") > 0 ? Allow() : Deny("x");
// expect: refused ARG0301
return "a".ToUpper() == "A" ? Allow() : Deny("x");
// expect: refused ARG0301
return "a".ToLower() == "A" ? Allow() : Deny("x");
// expect: refused ARG0301
return "a".StartsWith("b", StringComparison.CurrentCulture) ? Allow() : Deny("x");
// expect: refused ARG0301
return "a".Equals("b", StringComparison.InvariantCultureIgnoreCase) ? Allow() : Deny("x");
// expect: failed
return "a".Equals("b", (StringComparison)0) ? Allow() : Deny("x");
// expect: refused ARG0301
var d = new HashSet<string>(StringComparer.CurrentCulture); return Allow();
// expect: refused ARG0301
return Deny("x", string.Format("{0}", 1));
// expect: refused ARG0301
return Deny("x", 1.ToString("N"));
// expect: refused CS0234
var r = new System.Text.RegularExpressions.Regex("a"); return Allow();
// expect: refused ARG0302
var b = new System.Text.StringBuilder(); return Allow();
// expect: refused ARG0302
decimal d = 1m; return Allow();
