// A Helm chart of the release's manifests: the same objects, with what operators set as values.
void WriteChart(string manifests)
{
    var folder = $"{ReleaseWork}/argos-rules";
    EnsureDirectoryExists(folder + "/templates");
    System.IO.File.WriteAllText(folder + "/Chart.yaml", $"apiVersion: v2\nname: argos-rules\ndescription: An identity provider for Athenz Copper Argos\ntype: application\nversion: {Version()}\nappVersion: \"{Version()}\"\n");
    CopyFile("./k8s/chart/values.yaml", folder + "/values.yaml");
    CopyFile("./k8s/chart/settings.yaml", folder + "/templates/settings.yaml");
    foreach (var document in manifests.Split("\n---\n"))
    {
        var (kind, name) = (Find(document, "^kind: (.*)$"), Find(document, "^  name: (.*)$"));
        // The namespace is the release's.
        if (kind == "Namespace") continue;
        System.IO.File.WriteAllText($"{folder}/templates/{kind.ToLowerInvariant()}-{name}.yaml", Template(document.TrimEnd() + "\n", kind));
    }
    MakeTarball(ReleaseWork, "argos-rules", $"{ReleaseFolder}/argos-rules-{Version()}.tgz");
}

string Template(string document, string kind)
{
    // What policies say in braces is theirs.
    var text = Regex.Replace(document, @"\{\{|\}\}", static match => "{{ `" + match.Value + "` }}");
    text = Replace(text, "namespace: argos\n", "namespace: {{ .Release.Namespace }}\n", 1);
    if (kind == "Service") text = text.Replace("spec:\n", "spec:\n  type: {{ .Values.service.type }}\n");
    if (kind != "Deployment") return text;
    text = Replace(text, $"image: argos-rules/engine:{Version()}\n", "image: \"{{ .Values.engine.image }}:{{ .Values.tag | default .Chart.AppVersion }}\"\n", 1);
    text = Replace(text, $"image: argos-rules/mgmt:{Version()}\n", "image: \"{{ .Values.mgmt.image }}:{{ .Values.tag | default .Chart.AppVersion }}\"\n", 1);
    text = Replace(text, "  replicas: 2\n", "  replicas: {{ .Values.replicas }}\n", 1);
    text = Replace(text, "value: sys.auth.zts\n", "value: {{ .Values.allowedClient | quote }}\n", 1);
    return Replace(text, "secretName: identityd-tls\n", "secretName: {{ .Values.tlsSecret }}\n", 1);
}

/// A manifest that changed must not silently lose a value.
string Replace(string text, string old, string with, int atLeast)
{
    if (System.Text.RegularExpressions.Regex.Matches(text, System.Text.RegularExpressions.Regex.Escape(old)).Count < atLeast && !(old.StartsWith("namespace") && text.Contains("kind: Cluster")))
        throw new CakeException($"the chart finds no `{old.Trim()}` in the manifests any more");
    return text.Replace(old, with);
}

string Find(string text, string pattern) => Regex.Match(text, pattern, RegexOptions.Multiline) is { Success: true } match ? match.Groups[1].Value.Trim('"') : throw new CakeException($"a manifest has no {pattern}");
