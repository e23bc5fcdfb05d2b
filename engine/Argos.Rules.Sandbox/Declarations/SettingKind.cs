namespace Argos.Rules.Sandbox.Declarations;

/// <summary>The types of settings.</summary>
internal enum SettingKind
{
    /// <summary>A text that is not empty.</summary>
    Text,

    /// <summary>A list of such texts.</summary>
    Texts,

    /// <summary>One such text, or a list of them.</summary>
    TextOrTexts,

    /// <summary>A whole number.</summary>
    Number,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Flag,

    /// <summary>An object with any members, each of them a text.</summary>
    Map,

    /// <summary>An object with the members that are declared, and no other.</summary>
    Object,

    /// <summary>How Kubernetes namespaces become Athenz domains.</summary>
    DomainMapping,

    /// <summary>Any JSON value: the policy looks at it itself.</summary>
    Any,
}
