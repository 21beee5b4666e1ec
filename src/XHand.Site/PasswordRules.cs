namespace XHand.Site;

/// <summary>
/// What a phone's password may be. Refused: other than 8 to 64 printable ASCII characters without spaces (phones disagree on
/// the rest), the number itself or a repetition of it, and fewer than four different characters. Warned of: what attackers try first.
/// </summary>
public static class PasswordRules
{
    /// <summary>Fewest characters.</summary>
    public const int MinLength = 8;

    /// <summary>Most characters.</summary>
    public const int MaxLength = 64;

    private const int MinDifferent = 4;

    /// <summary>Below this many digits, a password of digits alone is guessed within days.</summary>
    private const int SafeDigits = 12;

    // Longest runs of a keyboard or an alphabet; a password inside one is no secret.
    private static readonly string[] _runs =
        ["01234567890123456789", "98765432109876543210", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "1q2w3e4r5t6y7u8i9o0p"];

    private static readonly string[] _favourites = ["password", "senha", "secret", "asterisk", "admin", "ramal", "extension", "changeme"];

    /// <summary>Why the password is refused, or null.</summary>
    public static Reason? Refusal(string password, string number)
    {
        if (password.Length is < MinLength or > MaxLength)
        {
            return SiteReasons.PasswordLength.With(MinLength, MaxLength, password.Length);
        }

        if (!password.All(c => c is > ' ' and <= '~'))
        {
            return SiteReasons.PasswordCharacters.With();
        }

        if (number.Length > 0 && IsRepetitionOf(password, number))
        {
            return SiteReasons.PasswordIsNumber.With();
        }

        return password.Distinct().Count() < MinDifferent ? SiteReasons.PasswordMonotone.With(MinDifferent) : null;
    }

    /// <summary>Why an allowed password is weak, or null.</summary>
    public static Reason? Warning(string password, string number)
    {
        if (password.Length < SafeDigits && password.All(char.IsAsciiDigit))
        {
            return SiteReasons.PasswordDigits.With(SafeDigits);
        }

        if (_runs.Any(run => run.Contains(password, StringComparison.OrdinalIgnoreCase)))
        {
            return SiteReasons.PasswordRun.With();
        }

        string letters = password.Trim([.. "0123456789-_.!@#$"]);
        if (_favourites.Contains(letters, StringComparer.OrdinalIgnoreCase))
        {
            return SiteReasons.PasswordWord.With();
        }

        return number.Length > 2 && password.Contains(number, StringComparison.Ordinal) ? SiteReasons.PasswordHasNumber.With() : null;
    }

    private static bool IsRepetitionOf(string password, string number)
    {
        for (int i = 0; i < password.Length; i++)
        {
            if (password[i] != number[i % number.Length])
            {
                return false;
            }
        }

        return true;
    }
}
