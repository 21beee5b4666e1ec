using XHand.Site;

namespace XHand.Dialplan;

/// <summary>A number outside the company, as the numbering plan reads it.</summary>
/// <param name="Class">Class of a call to it.</param>
/// <param name="What">What it is, for a sentence: "a fixed line in area 21, by carrier 15 (Vivo)".</param>
public sealed record OutsideNumber(CallClass Class, string What);
