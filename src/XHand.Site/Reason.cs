namespace XHand.Site;

/// <summary>Why something is refused or doubted: a sentence in English, and what a program needs to say it in another language.</summary>
/// <param name="Code">Stable name of the sentence, camelCase.</param>
/// <param name="Params">What stands in its places by their names: a string, a <see cref="Reason"/>, or a list of them.</param>
/// <param name="Text">The sentence in English.</param>
public sealed record Reason(string Code, IReadOnlyDictionary<string, object> Params, string Text)
{
    /// <summary>The sentence.</summary>
    public override string ToString() => Text;

    /// <summary>A sentence of somebody else's, whose code nobody knows.</summary>
    public static Reason Free(string text) => SiteReasons.Free.With(text);

    /// <summary>No places filled.</summary>
    internal static IReadOnlyDictionary<string, object> None { get; } = new Dictionary<string, object>();
}
