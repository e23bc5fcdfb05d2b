namespace Argos.Rules.Sandbox.Metadata.Verification;

/// <summary>What the stack of the runtime tells apart.</summary>
internal enum IlKind
{
    /// <summary>No value.</summary>
    Void,

    /// <summary>Numbers of up to 32 bits, characters, truth values and enumerations of them.</summary>
    Int32,

    /// <summary>Numbers of 64 bits and enumerations of them.</summary>
    Int64,

    /// <summary>Fractions.</summary>
    Float,

    /// <summary>The length of an array.</summary>
    Native,

    /// <summary>A reference to an object, or none.</summary>
    Reference,

    /// <summary>A structure.</summary>
    Value,

    /// <summary>The address of a variable, a field or an item.</summary>
    ByRef,

    /// <summary>The reference to no object.</summary>
    Null,

    /// <summary>A function on its way into a delegate.</summary>
    Function,
}
