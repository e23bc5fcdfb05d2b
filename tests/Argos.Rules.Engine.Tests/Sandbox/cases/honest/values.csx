// expect: allowed
if (1 + 2 * 3 - 4 / 2 % 3 != 5 || (6 & 3) != 2 || (6 | 1) != 7 || (6 ^ 3) != 5 || 1 << 3 != 8 || 16 >> 2 != 4 || ~0 != -1) return Deny("numbers");
long big = 5_000_000_000; double part = 1.5; uint small = 7; byte tiny = 1;
if (big < 1 || part > 2 || small != 7 || tiny != 1 || Math.Max(1, 2) != 2 || Math.Min(3L, 2L) != 2 || Math.Abs(-1) != 1) return Deny("numbers2");
if (!int.TryParse("42", out var n) || n != 42 || int.Parse("7") != 7 || !long.TryParse("9", out var l) || l != 9 || n.ToString() != "42") return Deny("parse");
int? maybe = null; maybe ??= 4;
if (maybe is not 4 || maybe.Value != 4 || !maybe.HasValue || (maybe ?? 0) != 4 || maybe.GetValueOrDefault() != 4) return Deny("nullable");
var s = "Hello, World";
if (s.ToUpperInvariant() != "HELLO, WORLD" || s[0] != 'H' || s[^1] != 'd' || s[7..] != "World" || s[..5] != "Hello") return Deny("text");
if (s.Substring(0, 5) != "Hello" || s.Replace("l", "L") != "HeLLo, WorLd" || s.IndexOf('o') != 4 || s.IndexOf("World", StringComparison.Ordinal) != 7) return Deny("text2");
if (" x ".Trim() != "x" || "a,b".Split(',').Length != 2 || string.Join("-", new[] { "a", "b" }) != "a-b" || "7".PadLeft(3, '0') != "007") return Deny("text3");
if (!string.IsNullOrEmpty("") || string.Equals("A", "a", StringComparison.Ordinal) || !"A".Equals("a", StringComparison.OrdinalIgnoreCase)) return Deny("text4");
if (string.CompareOrdinal("a", "b") >= 0 || new string('x', 3) != "xxx" || s.Remove(5) != "Hello" || "ab".Insert(1, "-") != "a-b") return Deny("text5");
if ($"{s.Length}:{part}:{maybe}:{true}:{'c'}:{n,4}:{n:D3}" != "12:1.5:4:True:c:  42:042") return Deny("interpolation", $"{s.Length}:{part}:{maybe}:{true}:{'c'}:{n,4}:{n:D3}");
if ("a" + 1 + 'c' + true != "a1cTrue" || string.Concat("a", "b", "c") != "abc" || "a" + "b" + s + "c" + s + "d" == "") return Deny("concat");
if (char.IsAsciiDigit('x') || !char.IsLetter('x') || char.ToUpperInvariant('x') != 'X') return Deny("char");
var t = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
if (t != Now || t.AddHours(1) <= Now || (Now - t).TotalSeconds != 0 || t.Year != 2026 || Now + TimeSpan.FromMinutes(5) < Now || TimeSpan.FromHours(1).TotalMinutes != 60) return Deny("time");
if (!DateTimeOffset.TryParse("2026-01-02T03:04:05Z", out var parsed) || parsed != Now || Now.ToString("yyyy-MM-dd") != "2026-01-02") return Deny("time2", $"{parsed}");
if (Now.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday || DateTimeOffset.FromUnixTimeSeconds(0) > Now) return Deny("weekday");
if (!IpAddress.TryParse("10.0.0.1", out var ip) || !IpBlock.TryParse("10.0.0.0/8", out var block) || !block.Contains(ip) || ip.ToString() != "10.0.0.1") return Deny("ip");
if (new IpSet(new[] { ip }).Count != 1 || IpSet.Empty.Contains(ip)) return Deny("ips");
var raw = """
    a "quoted" text
    """;
if (!raw.Contains("\"quoted\"") || $@"{s}\" != "Hello, World\\" || $$"""{{{n}}}""" != "{42}") return Deny("raw", $$"""{{{n}}}""");
bool flag = !(s == "") && (s != "x" || false) ^ false;
return flag ? Allow() : Deny("flag");
