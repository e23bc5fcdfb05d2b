// expect: allowed
IReadOnlyList<string> names = Input.SanDns;
int Count(IEnumerable<string> some) => some.Count();
if (names.Count != 2 || Count(Input.SanDns) != 2 || Input.SanDns[^1] != names[1]) return Deny("lists");
var copy = Input.SanDns.ToArray(); copy[0] = "changed";
if (Input.SanDns[0] == "changed" || Input.SanDns is not ["api.media-sports.athenz.example.com", var second]) return Deny("copy");
foreach (var list in new[] { Input.SanDns, Input.SanUris }) { foreach (var name in list) { if (name == "") return Deny("name"); } }
if (new[] { Names.CheckInstanceId(), null }.Any(f => f is { Code: "never" })) return Deny("findings");
return second.Length > 0 ? Allow() : Deny("second");
// expect: allowed
var labels = Pods.Find("media-sports", "api-0")!.Labels;
if (labels.Count != 1 || labels["app"] != "api" || !labels.ContainsKey("app") || labels.ContainsKey("b")) return Deny("read");
if (!labels.TryGetValue("app", out var app) || app != "api" || labels.TryGetValue("b", out _)) return Deny("try");
if (labels.GetValueOrDefault("b") is not null || labels.GetValueOrDefault("b", "c") != "c" || labels.GetValueOrDefault("app") != "api") return Deny("default");
foreach (var (key, value) in labels) { if (key != "app" || value != "api") return Deny("walk"); }
if (labels.Keys is not ["app"] || labels.Values is not ["api"] || !labels.Any(l => l.Value == "api")) return Deny("parts");
int Size(IReadOnlyDictionary<string, string> map) => map.Count;
return Size(labels) == 1 ? Allow() : Deny("size");
// expect: allowed
record Rule(string Name, int Most);
Rule[] rules = [new("a", 1), new("b", 2)];
var byName = rules.Where(r => r.Most > 1).Select(r => r.Name).ToArray();
(string, int)[] pairs = [("a", 1), ("b", 2)];
List<string> some = ["x", .. byName];
return byName is ["b"] && pairs[1].Item2 == 2 && some.Count == 2 && "a-b".Split('-').Contains("b") ? Allow() : Deny("arrays");
