namespace Atmosphere.Silo.Hosting;

/// <summary>Settings that can't work. Each sentence names one, says what is wrong and gives an example.</summary>
public sealed class SettingException : Exception
{
    public SettingException(string problem, Exception? inner = null) : base(problem, inner) => Problems = [problem];

    public SettingException(IReadOnlyList<string> problems) : base(string.Join(' ', problems)) => Problems = problems;

    public IReadOnlyList<string> Problems { get; }
}
