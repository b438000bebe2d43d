using System.Globalization;

namespace Atmosphere.Office.Bench;

/// <summary>The figures of a week.</summary>
internal sealed record Findings
{
    /// <summary>Faces that the cameras took.</summary>
    public int Faces { get; private init; }

    /// <summary>Those of people who work here.</summary>
    public int OfColleagues { get; private init; }

    /// <summary>Those that have their right name at the end, whoever gave it.</summary>
    public int NamedRight { get; private init; }

    /// <summary>How often people were asked: questions in the channel, later rounds included.</summary>
    public int Prompts { get; private init; }

    public int Presses { get; private init; }

    public IReadOnlyDictionary<Word, int> Words { get; private init; } = new Dictionary<Word, int>();

    public IReadOnlyDictionary<(bool Suggests, Word Answer), int> Answers { get; private init; } = new Dictionary<(bool, Word), int>();

    /// <summary>One for each day on which faces came.</summary>
    public IReadOnlyList<Day> Days { get; private init; } = [];

    /// <summary>Who was taken for whom by the recogniser, most often first.</summary>
    public IReadOnlyList<(string Who, string TakenFor, int Times)> Mistakes { get; private init; } = [];

    public double PromptsPerNamedFace => (double)Prompts / NamedRight;

    /// <summary>Of what the recogniser named on the last day, the share that was right. Not mended by what people said afterwards.</summary>
    public double PrecisionAtTheEnd => Days.Count == 0 ? double.NaN : Days[^1].Precision;

    public double Precision => (double)Days.Sum(day => day.IdentifiedRight) / Days.Sum(day => day.Identified);

    public static Findings Of(Judge judge)
    {
        var cases = judge.Cases;
        var questions = cases.SelectMany(face => face.Questions()).ToList();
        var identifications = cases.SelectMany(face => face.Identifications).ToList();
        return new()
        {
            Faces = cases.Count,
            OfColleagues = cases.Count(face => face.IsColleague),
            NamedRight = cases.Count(face => face.Word == Word.RightName),
            Prompts = questions.Count,
            Presses = judge.Presses.Values.Sum(),
            Words = cases.CountBy(face => face.Word).ToDictionary(),
            Answers = questions.CountBy(question => (question.Suggests, question.Answer)).ToDictionary(),
            Mistakes =
            [
                .. cases.SelectMany(face => face.Mistakes.Select(named => (face.Shot.Who, Named: named))).CountBy(mistake => mistake)
                    .OrderByDescending(mistake => mistake.Value).ThenBy(mistake => mistake.Key).Select(mistake => (mistake.Key.Who, mistake.Key.Named, mistake.Value)),
            ],
            Days =
            [
                .. cases.Select(face => face.Shot.At.Date).Distinct().Order().Select(day => new Day(
                    day.DayOfWeek,
                    cases.Count(face => face.Shot.At.Date == day),
                    questions.Count(question => question.At.Date == day),
                    identifications.Count(named => named.At.Date == day),
                    identifications.Count(named => named.At.Date == day && named.IsRight))),
            ],
        };
    }

    public IEnumerable<string> Lines()
    {
        yield return Text($"{Faces} faces, {OfColleagues} of colleagues and {Faces - OfColleagues} of visitors; {Prompts} prompts, {Presses} presses");
        foreach (var day in Days)
            yield return Text($"  {day.Name}: {day.Faces} faces, {day.Prompts} prompts, {day.Identified} identified, {day.Identified - day.IdentifiedRight} of them wrongly: precision {day.Precision:0.0000}");
        yield return "what people said when they were asked:";
        foreach (var suggests in (bool[])[false, true])
        {
            var answers = Answers.Where(answer => answer.Key.Suggests == suggests).OrderBy(answer => answer.Key.Answer).ToList();
            yield return Text($"  {(suggests ? "Is this X?" : "Who is this?")} {answers.Sum(answer => answer.Value)}: {string.Join(", ", answers.Select(answer => $"{answer.Value} {Describe(answer.Key.Answer)}"))}");
        }

        yield return Text($"what became of the faces: {string.Join(", ", Words.OrderBy(word => word.Key).Select(word => $"{word.Value} {Describe(word.Key)}"))}");
        yield return Text($"identification precision: whole week {Precision:0.0000}, last day {PrecisionAtTheEnd:0.0000}");
        yield return Text($"taken for somebody else: {string.Join(", ", Mistakes.Take(5).Select(mistake => $"{mistake.Who} for {mistake.TakenFor} {mistake.Times} times"))}{(Mistakes.Count > 5 ? " and others" : "")}");
        yield return Text($"prompts per correctly named face: {PromptsPerNamedFace:0.000}; asking about every face, if each answer were right: {(double)Faces / OfColleagues:0.000}");
        yield return Text($"prompts per named face {PromptsPerNamedFace:0.000}, precision {PrecisionAtTheEnd:0.0000}");
    }

    private static string Describe(Word word) => word switch
    {
        Word.RightName => "right name",
        Word.WrongName => "wrong name",
        Word.RightlyNobody => "rightly nobody we know",
        Word.WronglyNobody => "wrongly dismissed",
        Word.Disputed => "disputed",
        Word.Expired => "expired",
        Word.Unusable => "unusable",
        _ => "not decided",
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <param name="Name">Of the day.</param>
/// <param name="Faces">Taken on it.</param>
/// <param name="Prompts">Questions asked on it.</param>
/// <param name="Identified">How often the recogniser named somebody.</param>
/// <param name="IdentifiedRight">How often it was right.</param>
internal sealed record Day(DayOfWeek Name, int Faces, int Prompts, int Identified, int IdentifiedRight)
{
    public double Precision => (double)IdentifiedRight / Identified;
}
