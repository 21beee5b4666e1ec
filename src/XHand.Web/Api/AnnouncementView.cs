using XHand.Site;

namespace XHand.Web.Api;

/// <summary>An announcement as the API shows it.</summary>
/// <param name="Number">Number.</param>
/// <param name="Name">Name.</param>
/// <param name="Prompt">File below sounds/, without language and ending.</param>
/// <param name="Language">pt-BR, en or es.</param>
public sealed record AnnouncementView(string Number, string Name, string Prompt, string Language)
{
    internal static AnnouncementView Of(Announcement announcement) =>
        new(announcement.Number, announcement.Name, announcement.Prompt, announcement.Language);
}

/// <summary>An announcement to be made or changed.</summary>
public sealed record AnnouncementBody(string? Name, string Prompt, string? Language);
