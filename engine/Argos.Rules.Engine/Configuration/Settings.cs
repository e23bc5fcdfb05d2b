namespace Argos.Rules.Engine.Configuration;

/// <summary>The validated options of every section.</summary>
internal sealed class Settings(IReadOnlyDictionary<Type, object> options)
{
    public T Get<T>() where T : class => (T)options[typeof(T)];

    /// <summary>All options objects by their type.</summary>
    public IReadOnlyDictionary<Type, object> All => options;
}
