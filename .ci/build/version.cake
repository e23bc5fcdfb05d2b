// The version stands in Directory.Build.props and nowhere else; the commit is what `--version` says behind it.
string Version() => XmlPeek("./Directory.Build.props", "/Project/PropertyGroup/Version");

string Commit() => Git("rev-parse HEAD");

/// What git says; nothing where there is no git or no repository, as in an archive of the sources.
string Git(string arguments)
{
    try
    {
        var exit = StartProcess("git", new ProcessSettings { Arguments = arguments, RedirectStandardOutput = true, RedirectStandardError = true }, out var lines);
        return exit == 0 ? string.Concat(lines).Trim() : "";
    }
    catch (Exception)
    {
        return "";
    }
}

void Run(string program, string arguments, string failure)
{
    var exit = StartProcess(program, arguments);
    if (exit != 0) throw new CakeException($"{failure} (exit code {exit} of {program})");
}
