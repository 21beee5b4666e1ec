using System.Text.RegularExpressions;
using XHand.Site;
using XHand.Web.Api;
using XHand.Web.Problems;

namespace XHand.Web.Access;

/// <summary>What may be set of users and roles.</summary>
internal static partial class UserRules
{
    public const int LongestLogin = 64;
    private const int LongestName = 100;
    private const int LongestEmail = 254;

    public static IReadOnlyList<string> Languages { get; } = ["pt-BR", "en", "es"];

    /// <summary>True for a login: small letters, digits, and <c>. _ - @</c> within.</summary>
    public static bool IsLogin(string login) => Login().IsMatch(login);

    /// <summary>True for a role's name.</summary>
    public static bool IsRoleName(string name) => RoleNameForm().IsMatch(name);

    /// <summary>What is wrong with a user.</summary>
    public static List<SiteProblem> Check(string file, string login, string name, string email, string language)
    {
        List<SiteProblem> problems = [];
        void Need(bool holds, string path, Reason reason)
        {
            if (!holds)
            {
                problems.Add(new(file, path, reason));
            }
        }

        Need(IsLogin(login), "login", WebReasons.LoginForm.With(LongestLogin));
        Need(name.Length <= LongestName && !name.Any(char.IsControl), "name", WebReasons.PersonName.With(LongestName));
        Need(email.Length == 0 || (email.Length <= LongestEmail && Email().IsMatch(email)), "email", WebReasons.NoEmail.With());
        Need(Languages.Contains(language), "language", WebReasons.NoLanguage.With(string.Join(", ", Languages)));
        return problems;
    }

    /// <summary>What is wrong with the first administrator.</summary>
    public static List<SiteProblem> Check(SetUpBody body, string login)
    {
        List<SiteProblem> problems = Check("body", login, body.Name ?? "", "", body.Language ?? Languages[0]);
        if (UserPasswordRules.Defect(body.Password, login) is { } defect)
        {
            problems.Add(new("body", "password", defect));
        }

        return problems;
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9._@-]{0,63}\\z")]
    private static partial Regex Login();

    [GeneratedRegex(@"^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,63}\z")]
    private static partial Regex RoleNameForm();

    [GeneratedRegex(@"^[^\s@\p{C}]+@[^\s@\p{C}]+\z")]
    private static partial Regex Email();
}
