/// Fake commands of services for the pipeline tests.
enum FakeCommands {
  /// The `gh` command with the calls of the workflows. Comments, pull requests and artifacts are files in `$STORE`.
  static let gh = #"""
    #!/usr/bin/env bash
    set -euo pipefail
    [ "$GH_TOKEN" = github-token ]
    method=GET filter=. body= name= dir= words=
    while [ $# -gt 0 ]; do
      case "$1" in
        --method) method=$2; shift ;;
        --jq) filter=$2; shift ;;
        -F) body=${2#body=@}; shift ;;
        --name) name=$2; shift ;;
        --dir) dir=$2; shift ;;
        --repo) [ "$2" = team/presets ]; shift ;;
        --silent | --paginate) ;;
        -*) echo "gh: unknown option $1" >&2; exit 1 ;;
        *) words="$words $1" ;;
      esac
      shift
    done
    cd "$STORE"
    call="$method${words/ api/}"
    case "$call" in
      "GET repos/team/presets/issues/7/comments?per_page=100")
        jq -s . comments.jsonl | jq -r "$filter" ;;
      "POST repos/team/presets/issues/7/comments")
        jq -nc --rawfile body "$body" '{id: 12, user: {login: "github-actions[bot]"}, body: $body}' >> comments.jsonl ;;
      "PATCH repos/team/presets/issues/comments/12")
        jq -c --rawfile body "$body" 'if .id == 12 then .body = $body else . end' comments.jsonl > new.jsonl
        mv new.jsonl comments.jsonl ;;
      "GET repos/team/presets/commits/$GITHUB_SHA/pulls")
        jq -s . pulls.jsonl | jq -r "$filter" ;;
      "GET repos/team/presets/actions/artifacts?name="*"&per_page=100")
        name=${call#*name=}
        jq -s --arg name "${name%&*}" '{artifacts: map(select(.name == $name))}' artifacts.jsonl | jq -r "$filter" ;;
      "GET run download "*)
        cp "artifacts/${call##* }/$name/plan.json" "$dir/" ;;
      *) echo "gh: unknown call $call" >&2; exit 1 ;;
    esac
    """#

  /// The `curl` command with the notes of a merge request in `$STORE`. Other URLs are passed to the real command.
  static let curl = #"""
    #!/usr/bin/env bash
    set -euo pipefail
    url=${!#} method=GET body=
    case "$url" in
      https://gitlab.example.com/*) ;;
      *) PATH=$REAL_PATH exec curl "$@" ;;
    esac
    case "$*" in *"--header PRIVATE-TOKEN: gitlab-token"*) ;; *) exit 22 ;; esac
    while [ $# -gt 1 ]; do
      case "$1" in
        --request) method=$2 ;;
        --data-urlencode) body=$PWD/${2#body@} ;;
      esac
      shift
    done
    cd "$STORE"
    case "$method ${url#https://gitlab.example.com/api/v4/}" in
      "GET user") echo '{"id": 4}' ;;
      "GET projects/3/merge_requests/7/notes?per_page=100&page=1") jq -s . comments.jsonl ;;
      "GET projects/3/merge_requests/7/notes?per_page=100&page="*) echo '[]' ;;
      "POST projects/3/merge_requests/7/notes")
        jq -nc --rawfile body "$body" '{id: 12, author: {id: 4}, body: $body}' >> comments.jsonl ;;
      "PUT projects/3/merge_requests/7/notes/12")
        jq -c --rawfile body "$body" 'if .id == 12 then .body = $body else . end' comments.jsonl > new.jsonl
        mv new.jsonl comments.jsonl ;;
      *) echo "curl: unknown call $method $url" >&2; exit 22 ;;
    esac
    """#
}
