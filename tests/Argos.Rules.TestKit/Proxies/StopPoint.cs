namespace Argos.Rules.TestKit.Proxies;

/// <summary>Where on its way a request is stopped.</summary>
public enum StopPoint
{
    /// <summary>Nothing of it has been passed on.</summary>
    BeforeRequest,

    /// <summary>Its head and half of the first piece of its body have been passed on.</summary>
    WithinRequest,

    /// <summary>All of it has been passed on, and nobody waits until it is answered.</summary>
    AfterRequest,

    /// <summary>It has been answered, and nothing of the answer has been passed back.</summary>
    BeforeAnswer,
}
