using Argos.Rules.Contracts.Collections;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Language;
using Argos.Rules.Sandbox.Metering;

namespace Argos.Rules.Sandbox.Runtime.Intrinsics;

/// <summary>What is found by a name: a policy makes names as long as it likes.</summary>
public static class SettingsIntrinsics
{
    [Intercepts("Argos.Rules.Language.PolicySettings.get_Item(System.String)")]
    public static DataValue Item(PolicySettings self, string name)
    {
        Charge(name);
        return self[name];
    }

    [Intercepts("Argos.Rules.Language.PolicySettings.Text(System.String)")]
    public static string? Text(PolicySettings self, string name)
    {
        Charge(name);
        return Guard.Made(self.Text(name));
    }

    [Intercepts("Argos.Rules.Language.PolicySettings.Text(System.String,System.String)")]
    public static string Text(PolicySettings self, string name, string otherwise)
    {
        Charge(name);
        return Guard.Made(self.Text(name, otherwise))!;
    }

    [Intercepts("Argos.Rules.Language.PolicySettings.Texts(System.String)")]
    public static FixedList<string> Texts(PolicySettings self, string name)
    {
        Charge(name);
        return LanguageIntrinsics.Charged(self.Texts(name));
    }

    [Intercepts("Argos.Rules.Language.PolicySettings.Number(System.String)")]
    public static long? Number(PolicySettings self, string name)
    {
        Charge(name);
        return self.Number(name);
    }

    [Intercepts("Argos.Rules.Language.PolicySettings.Flag(System.String,System.Boolean)")]
    public static bool Flag(PolicySettings self, string name, bool otherwise)
    {
        Charge(name);
        return self.Flag(name, otherwise);
    }

    [Intercepts("Argos.Rules.Language.PolicyInput.Attribute(System.String)")]
    public static string Attribute(PolicyInput self, string name)
    {
        Charge(name);
        return Guard.Made(self.Attribute(name))!;
    }

    private static void Charge(string name)
    {
        Meter.Step();
        Cost.Scan(name.Length);
    }
}
