namespace XHand.Site;

/// <summary>A dialable number that answers, plays one prompt of sounds/ and hangs up.</summary>
/// <param name="Id">Id; never reused.</param>
/// <param name="Number">2 to 15 digits, unique among all dialable numbers.</param>
/// <param name="Name">Name.</param>
/// <param name="Prompt">File below sounds/, without folder of language and ending: "welcome".</param>
/// <param name="Language">"pt-BR", "en" or "es".</param>
public sealed record Announcement(Guid Id, string Number, string Name, string Prompt, string Language);
