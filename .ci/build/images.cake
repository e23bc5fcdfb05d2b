// Container images, by whichever tool is there. `--registry=R` names them below R and pushes them.
#load "version.cake"

void BuildImages()
{
    var tool = Argument("tool", "");
    if (tool.Length == 0) tool = new[] { "docker", "podman", "buildah" }.FirstOrDefault(Works);
    if (tool is null) throw new CakeException("none of docker, podman and buildah is there and works: install one, or name it with --tool");
    var registry = Argument("registry", "").TrimEnd('/');
    var options = string.Concat(
        $" --build-arg COMMIT={Commit()}",
        HasArgument("sdk") ? $" --build-arg SDK={Argument<string>("sdk")}" : "",
        HasArgument("base") ? $" --build-arg BASE={Argument<string>("base")}" : "",
        HasArgument("options") ? " " + Argument<string>("options") : "");
    foreach (var name in new[] { "engine", "mgmt" })
    {
        var image = (registry.Length == 0 ? "" : registry + "/") + $"argos-rules/{name}:{Version()}";
        Run(tool, $"build -f k8s/images/{name}.Dockerfile -t {image}{options} .", $"the image of {name} was not built");
        if (registry.Length > 0) Run(tool, $"push {image}", $"the image of {name} was not pushed");
        Information("{0} {1}", registry.Length > 0 ? "pushed" : "built", image);
    }
}

/// docker without its daemon is there, and does not work.
bool Works(string tool)
{
    try
    {
        return StartProcess(tool, new ProcessSettings { Arguments = "info", RedirectStandardOutput = true, RedirectStandardError = true }) == 0;
    }
    catch (Exception)
    {
        return false;
    }
}
