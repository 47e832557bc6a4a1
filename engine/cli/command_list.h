// The functions behind the command table, one file each (`NAME_command.cc`).
#pragma once

namespace dunlin::engine {

struct Invocation;

int init_command(Invocation& invocation);
int check_command(Invocation& invocation);
int ingest_command(Invocation& invocation);
int rejects_command(Invocation& invocation);
int suspense_list_command(Invocation& invocation);
int run_command(Invocation& invocation);
int run_show_command(Invocation& invocation);
int runs_command(Invocation& invocation);
int actions_command(Invocation& invocation);
int queue_list_command(Invocation& invocation);
int queue_consume_command(Invocation& invocation);
int queue_ack_command(Invocation& invocation);
int queue_replay_command(Invocation& invocation);
int explain_command(Invocation& invocation);
int debtor_command(Invocation& invocation);
int search_command(Invocation& invocation);
int report_ageing_command(Invocation& invocation);
int report_dso_command(Invocation& invocation);
int report_interest_command(Invocation& invocation);
int report_cei_command(Invocation& invocation);
int report_lateness_command(Invocation& invocation);
int report_promises_command(Invocation& invocation);
int report_worklist_command(Invocation& invocation);
int report_statement_command(Invocation& invocation);
int report_roll_command(Invocation& invocation);
int report_recovery_command(Invocation& invocation);
int report_contacts_command(Invocation& invocation);
int report_forecast_command(Invocation& invocation);
int report_provision_command(Invocation& invocation);
int verify_command(Invocation& invocation);
int generate_command(Invocation& invocation);
int version_command(Invocation& invocation);
int help_command(Invocation& invocation);

}  // namespace dunlin::engine
