;;; session.el --- uses Emacs as a user does who opened a file -*- lexical-binding: t -*-

;; The steps named by LONGSHORE_STEPS, one after the other. Each says `ok' or `FAILED'. Without a terminal Emacs runs no
;; hooks behind commands and no idle timers, so their work is called here.

(require 'cl-lib)
(require 'eglot)
(require 'flymake)
(setq eglot-sync-connect 20
      eglot-confirm-server-initiated-edits nil
      eglot-confirm-server-edits nil)
;; The older eglot asks before it edits a file that is not open; the user says yes.
(fset 'y-or-n-p #'always)

(defun session-wait (what condition)
  "Wait until CONDITION holds, or fail with WHAT."
  (let ((tries 0))
    (while (and (not (funcall condition)) (< tries 400))
      (accept-process-output nil 0.05)
      (setq tries (1+ tries)))
    (unless (funcall condition) (error "No %s" what))))

(defun session-served ()
  "Wait until the server serves this buffer."
  (run-hooks 'post-command-hook)
  (session-wait "server" #'eglot-managed-p))

(defun session-found (count)
  "Wait until there are COUNT findings, and return them."
  (eglot--signal-textDocument/didChange)
  (session-wait (format "%d findings" count)
                (lambda () (flymake-start) (accept-process-output nil 0.05) (= count (length (flymake-diagnostics)))))
  (sort (flymake-diagnostics) (lambda (a b) (< (flymake-diagnostic-beg a) (flymake-diagnostic-beg b)))))

(defun session-action (title finding)
  "The code action at FINDING whose title has TITLE in it."
  (let ((actions (eglot-code-actions (flymake-diagnostic-beg finding) (flymake-diagnostic-end finding))))
    (cl-find-if (lambda (action) (string-search title (plist-get action :title))) (append actions nil))))

(defun session-act (title count)
  "Apply the code action whose title has TITLE in it, at the first of COUNT findings."
  (let ((finding (car (session-found count)))
        (action nil))
    ;; What needs a file that nobody opened is offered once the server has found it.
    (session-wait (concat "action " title) (lambda () (setq action (session-action title finding))))
    (if (fboundp 'eglot-execute)
        (eglot-execute (eglot-current-server) action)
      (eglot--apply-workspace-edit (plist-get action :edit)))))

(defun session-findings ()
  (unless (eq major-mode 'dockerfile-mode) (error "The mode is %s" major-mode))
  (session-served)
  (let ((marked (mapcar (lambda (finding)
                          (buffer-substring-no-properties (flymake-diagnostic-beg finding) (flymake-diagnostic-end finding)))
                        (session-found 2))))
    (unless (equal marked '("/var/log/access.log" "/var/log/error.log")) (error "Marked are %S" marked))))

(defun session-restart ()
  (let ((before (eglot-current-server)))
    (eglot-reconnect before)
    (session-wait "new server" (lambda () (and (eglot-current-server) (not (eq before (eglot-current-server))))))
    (session-found 2)))

(defun session-fix-one ()
  (session-act "Set `--access-logfile`" 2)
  (session-wait "fix" (lambda () (string-search "\"--access-logfile\", \"-\"" (buffer-string))))
  (session-found 1))

(defun session-fix-all ()
  (session-act "Fix all `file-logs`" 2)
  (session-wait "fix" (lambda () (string-search "\"-\", \"--error-logfile\", \"-\"" (buffer-string))))
  (session-found 0))

;; There is no idle time to show it in, so what would be shown is asked for.
(defun session-shown (word &rest parts)
  "Wait until the hover behind the first WORD has all PARTS in it."
  (goto-char (point-min))
  (search-forward word)
  (let ((shown nil))
    (eglot-hover-eldoc-function (lambda (text &rest _) (setq shown text)))
    (session-wait "hover" (lambda () shown))
    (dolist (part parts)
      (unless (string-search part shown) (error "Shown is %S" shown)))))

(defun session-hover ()
  (session-shown "/var/log/acc" "/var/log/access.log" "lost when the container is replaced"))

(defun session-mount ()
  (session-served)
  (session-act "and mount a named volume in `store`" 1)
  (session-wait "fix" (lambda () (string-search "mkdir -p /data" (buffer-string))))
  (session-found 0)
  (save-some-buffers t))

(defun session-save ()
  (save-buffer)
  (when (buffer-modified-p) (error "Not saved")))

(defun session-compose ()
  (unless (eq major-mode 'docker-compose-mode) (error "The mode is %s" major-mode))
  (session-served)
  ;; An answer, so that nothing is still being said when Emacs quits.
  (jsonrpc-request (eglot-current-server) :textDocument/hover (eglot--TextDocumentPositionParams)))

(defun session-service ()
  (session-compose)
  (let ((finding (car (session-found 1))))
    (unless (string-search "expects a mount at" (flymake-diagnostic-text finding))
      (error "Found is %S" finding)))
  (session-shown "stor" "the service" "/data" "lost when the container is replaced"))

(defun session-settings ()
  (session-served)
  ;; No findings would look as if there had been no answer yet, so there is one that is not switched off.
  (goto-char (point-min))
  (forward-line 3)
  (insert "VOLUME /data\n")
  (let ((finding (car (session-found 1))))
    (unless (string-search "VOLUME" (flymake-diagnostic-text finding)) (error "Found is %S" finding))))

(find-file (getenv "LONGSHORE_FILE"))
(dolist (step (split-string (getenv "LONGSHORE_STEPS")))
  (let ((said (format "%s: %s of %s" (getenv "LONGSHORE_TEST") step (getenv "LONGSHORE_FILE"))))
    (condition-case why
        (progn (funcall (intern (concat "session-" step)))
               (princ (format "ok %s\n" said)))
      (error (princ (format "FAILED %s: %s\n" said (error-message-string why)))))))
(set-buffer-modified-p nil)
(kill-emacs 0)
;;; session.el ends here
